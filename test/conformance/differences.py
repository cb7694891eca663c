"""Where the simulator and moto 5.2.1 answer differently, and why. Every difference has an entry here, and every entry a difference."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Iterator

from script import Notes

ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    step: str
    path: str
    simulator: Any
    moto: Any

    def __str__(self) -> str:
        return f"{self.step}: {self.path}: simulator {self.simulator!r}, moto {self.moto!r}"


@dataclass(frozen=True)
class Reason:
    """`step` and `path` are shell patterns. `only`: the one of the two that has the member at all."""

    step: str
    path: str
    why: str
    only: str = ""

    def explains(self, difference: Difference) -> bool:
        lacking = {"moto": difference.simulator, "simulator": difference.moto}.get(self.only, ABSENT)
        return lacking == ABSENT and fnmatchcase(difference.step, self.step) and fnmatchcase(difference.path, self.path)


REASONS = [
    # STS
    Reason("who am I", "Arn", "each names a user of its own; moto's has the form of neither a user nor a session"),
    Reason("assume a role", "PackedPolicySize", "AWS gives it only when a policy or tags were passed", only="moto"),
    # ACM
    Reason("describe", "Certificate.KeyAlgorithm", "AWS answers RSA-2048; moto with the value of the request's enum"),
    Reason("list", "*.KeyAlgorithm", "as in describe"),
    *(
        Reason(
            step,
            f"*.{member}",
            "moto issues at the request; AWS has it only once the certificate is issued",
            only="moto",
        )
        for step, members in {
            "describe": ["Serial", "Issuer", "IssuedAt", "NotBefore", "NotAfter", "SignatureAlgorithm"],
            "list": ["IssuedAt", "NotBefore", "NotAfter"],
        }.items()
        for member in members
    ),
    Reason("describe", "Certificate.ExtendedKeyUsages.length", "moto writes an empty list", only="moto"),
    Reason("get while pending", "code", "AWS answers RequestInProgressException until the certificate is issued"),
    Reason(
        "list",
        "*.SubjectAlternativeNameSummaries.*",
        "moto puts the names under a member that the model lacks",
        only="simulator",
    ),
    Reason("list", "*.HasAdditionalSubjectAlternativeNames", "moto leaves it out", only="simulator"),
    Reason("list", "*.KeyUsages.length", "moto leaves it out", only="simulator"),
    Reason("malformed ARN", "code", "AWS tells a malformed ARN from an unknown one"),
    Reason("* the deleted", "message", "the wording is moto's own"),
    # CloudFront
    Reason("*", "*ARN", "moto's ARN of a distribution lacks the colon of the empty region"),
    Reason("*", "*.ViewerCertificate.SSLSupportMethod", "AWS shows vip beside its own certificate"),
    *(
        Reason("*", f"*DistributionConfig.{member}", "younger than moto's model", only="simulator")
        for member in ("ContinuousDeploymentPolicyId", "Staging", "ConnectionMode")
    ),
    *(
        Reason("*", f"*.ViewerCertificate.{member}", "moto writes members that are not set as empty", only="moto")
        for member in ("IAMCertificateId", "ACMCertificateArn", "Certificate")
    ),
    Reason("*", "*.ActiveTrusted*.Items.length", "moto writes an empty list", only="moto"),
    Reason("*", "*AliasICPRecordals.length", "for distributions in China alone", only="moto"),
    *(
        Reason("*", f"*.{member}", "moto writes it beside a cache policy too", only="moto")
        for member in ("ForwardedValues.*", "MinTTL", "DefaultTTL", "MaxTTL")
    ),
    Reason("*", "*.RealtimeLogConfigArn", "moto writes members that are not set as empty", only="moto"),
    Reason("*", "*DistributionConfig.*.Items.length", "moto writes an empty list", only="moto"),
    Reason("*", "*.OriginSslProtocols.*", "AWS fills in TLSv1, moto nothing"),
    Reason("*", "*.DefaultCacheBehavior.Compress", "AWS compresses where it is told to; moto always"),
    Reason("*", "*.DefaultCacheBehavior.GrpcConfig.Enabled", "younger than moto's model", only="simulator"),
    Reason("*", "*.Origins.Items.?.OriginAccessControlId", "moto forgets it", only="simulator"),
    Reason("*", "*.OriginAccessIdentity", "moto leaves out a required member that is empty", only="simulator"),
    Reason("update", "Distribution.Status", "moto is deployed at once"),
    Reason("stale update", "code", "moto takes any ETag"),
    Reason(
        "list distributions", "Items.0.*", "moto leaves out most of the summary, required members too", only="simulator"
    ),
    Reason("create access control", "Location", "moto leaves it out", only="simulator"),
    Reason("create access control of the same name", "code", "moto lets names be used twice"),
    Reason("list access controls", "Marker", "moto leaves out a required member", only="simulator"),
    Reason("delete access control in use", "code", "moto does not look who uses it"),
    # Route 53
    Reason("*", "DelegationSet.*", "AWS gives id and reference of reusable delegation sets alone", only="moto"),
    Reason("*", "ChangeInfo.Status", "moto is INSYNC at once"),
    Reason("get change", "ChangeInfo.Id", "moto leaves out /change/"),
    Reason("zones by name", "DNSName", "moto adds a dot to what was sent"),
    Reason("zones by name", "IsTruncated", "moto leaves out a required member", only="simulator"),
    Reason("zones by name", "MaxItems", "moto leaves out a required member", only="simulator"),
    Reason("create it again", "message", "AWS puts its list of messages in brackets"),
    Reason("delete what is not there", "code", "moto takes it for a malformed request"),
    Reason("CNAME at the apex", "code", "moto allows it"),
    Reason(
        "records",
        "*.ResourceRecords.?.Value",
        "AWS ends the zone's own names with a dot; moto's SOA is the text of a Python object",
    ),
    Reason("delete a zone with records", "message", "the wording is moto's own"),
]


def differences(simulator: Notes, moto: Notes) -> Iterator[Difference]:
    for step in {**simulator, **moto}:
        mine, theirs = simulator.get(step, {}), moto.get(step, {})
        # Where only one succeeds, the rest of the two answers has nothing in common.
        paths = {**mine, **theirs} if mine.get("code") == theirs.get("code") else ["code"]
        for path in paths:
            if mine.get(path, ABSENT) != theirs.get(path, ABSENT):
                yield Difference(step, path, mine.get(path, ABSENT), theirs.get(path, ABSENT))
