"""One script of calls, spoken to each of two doubles. Step by step it notes what came back; the notes are then compared."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Iterator

from control import eventually
from recorder import Endpoint, Outcome
from world import access_control_config, bucket_origin, distribution_config, record, unique

# Sorts after all other zones of a run, so that it is the last of a list.
DOMAIN = "zz-moto.conformance.example.com"

# What differs from run to run, where it has AWS's form. Anything else stays as it is and shows as a difference.
_NAMES = [
    (r"(ref|zone|oac)-[0-9a-f]{12}", "<reference>"),
    (r"arn:aws:acm:us-east-1:\d{12}:certificate/[0-9a-f-]{36}", "<certificate>"),
    (r"arn:aws:cloudfront::\d{12}:distribution/[A-Z0-9]{13,14}", "<distribution arn>"),
    (r"\b[a-z0-9]{13,14}\.cloudfront\.net", "<distribution domain>"),
    (r"_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.", "<validation value>"),
    (r"_[0-9a-f]{32}\.", "<validation name>."),
    (r"/change/C[A-Z0-9]+", "<change>"),
    (r"/hostedzone/[A-Z0-9]+", "<zone>"),
    (r"ns-\d+\.awsdns-\d+\.(com|net|org|co\.uk)\b", "<name server>"),
    (r"\b[A-Z0-9]{13,32}\b", "<id>"),
    (r"\b\d{12}\b", "<account>"),
    (r"A(SIA|KIA|ROA|IDA)[A-Z0-9]{12,}", "<key>"),
    (r"http://127\.0\.0\.1:\d+|https://cloudfront\.amazonaws\.com", "<endpoint>"),
]
# Secrets and tokens have no form.
_OPAQUE = {"SecretAccessKey", "SessionToken", "UserId", "AssumedRoleId", "Serial", "NextToken", "Certificate"}

Notes = dict[str, dict[str, Any]]


class Notebook:
    """Steps in order, each as a flat table: path in the answer -> value."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.notes: Notes = {}

    def step(self, name: str, service: str, operation: str, **parameters: Any) -> Outcome:
        outcome = self._endpoint.call(service, operation, **parameters)
        self.note(name, outcome)
        return outcome

    def note(self, name: str, outcome: Outcome) -> None:
        assert name not in self.notes, name
        flat = {path: _named(path, value) for path, value in _leaves(outcome.value, "")}
        message = {"message": _named("message", outcome.message)} if outcome.code else {}
        self.notes[name] = {"status": outcome.status, "code": outcome.code, **message, **flat}

    def quietly(self, service: str, operation: str, **parameters: Any) -> Outcome:
        return self._endpoint.call(service, operation, **parameters)


def play(endpoint: Endpoint) -> Notes:
    book = Notebook(endpoint)
    for part in (_sts, _acm, _cloudfront, _access_controls, _route53):
        part(book)
    return book.notes


def _sts(book: Notebook) -> None:
    book.step("who am I", "sts", "GetCallerIdentity")
    book.step(
        "assume a role",
        "sts",
        "AssumeRole",
        RoleArn="arn:aws:iam::222222222222:role/deploy",
        RoleSessionName="conformance",
    )


def _acm(book: Notebook) -> None:
    request = {"DomainName": DOMAIN, "SubjectAlternativeNames": [DOMAIN, f"www.{DOMAIN}"], "ValidationMethod": "DNS"}
    request["IdempotencyToken"] = unique("token").replace("-", "_")
    arn = book.step("request", "acm", "RequestCertificate", **request)["CertificateArn"]
    repeated = book.quietly("acm", "RequestCertificate", **request)["CertificateArn"]
    assert repeated == arn, "a repeated request with its token gives the same certificate"
    by_arn = {"CertificateArn": arn}

    def complete() -> Outcome | None:
        answer = book.quietly("acm", "DescribeCertificate", **by_arn)
        options = [] if answer.code else answer["Certificate"].get("DomainValidationOptions", [])
        return answer if options and all("ResourceRecord" in option for option in options) else None

    book.note("describe", eventually("validation records", complete))
    book.step("get while pending", "acm", "GetCertificate", **by_arn)
    book.step(
        "tag", "acm", "AddTagsToCertificate", **by_arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    )
    book.step("untag", "acm", "RemoveTagsFromCertificate", **by_arn, Tags=[{"Key": "b"}])
    book.note(
        "tags", eventually("tags", lambda: _with_tags(book.quietly("acm", "ListTagsForCertificate", **by_arn), 1))
    )

    def listed() -> Outcome | None:
        answer = book.quietly("acm", "ListCertificates", MaxItems=1000, SortBy="CREATED_AT", SortOrder="DESCENDING")
        own = [summary for summary in answer["CertificateSummaryList"] if summary["CertificateArn"] == arn]
        return Outcome(answer.status, "", "", {"CertificateSummaryList": own}, {}) if own else None

    book.note("list", eventually("the certificate in the list", listed))
    book.step("malformed ARN", "acm", "DescribeCertificate", CertificateArn="arn:aws:s3:::a-bucket-and-no-certificate")
    book.step("delete", "acm", "DeleteCertificate", **by_arn)
    book.step("describe the deleted", "acm", "DescribeCertificate", **by_arn)
    book.step("delete the deleted", "acm", "DeleteCertificate", **by_arn)


def _with_tags(answer: Outcome, count: int) -> Outcome | None:
    return answer if len(answer["Tags"]) == count else None


def _cloudfront(book: Notebook) -> None:
    config = distribution_config(unique("ref"))
    created = book.step("create distribution", "cloudfront", "CreateDistribution", DistributionConfig=config)
    by_id = {"Id": created["Distribution"]["Id"]}
    arn = created["Distribution"]["ARN"]

    def is_deployed() -> bool:
        return book.quietly("cloudfront", "GetDistribution", **by_id)["Distribution"]["Status"] == "Deployed"

    eventually("Deployed", is_deployed)
    book.step("get distribution", "cloudfront", "GetDistribution", **by_id)
    current = book.step("get configuration", "cloudfront", "GetDistributionConfig", **by_id)
    disabled = {**current["DistributionConfig"], "Enabled": False}
    book.step("update without If-Match", "cloudfront", "UpdateDistribution", **by_id, DistributionConfig=disabled)
    updated = book.step(
        "update", "cloudfront", "UpdateDistribution", **by_id, IfMatch=current["ETag"], DistributionConfig=disabled
    )
    book.step(
        "stale update",
        "cloudfront",
        "UpdateDistribution",
        **by_id,
        IfMatch=current["ETag"],
        DistributionConfig=disabled,
    )
    book.step(
        "tag distribution",
        "cloudfront",
        "TagResource",
        Resource=arn,
        Tags={"Items": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]},
    )
    book.step("untag distribution", "cloudfront", "UntagResource", Resource=arn, TagKeys={"Items": ["b"]})
    book.step("tags of a distribution", "cloudfront", "ListTagsForResource", Resource=arn)
    book.step("reference used twice", "cloudfront", "CreateDistribution", DistributionConfig=config)
    eventually("Deployed", is_deployed)
    whole = book.quietly("cloudfront", "ListDistributions")
    own = [summary for summary in whole["DistributionList"]["Items"] if summary["Id"] == by_id["Id"]]
    book.note("list distributions", Outcome(whole.status, "", "", {"Items": own}, {}))

    def deleted() -> Outcome | None:
        answer = book.quietly("cloudfront", "DeleteDistribution", **by_id, IfMatch=updated["ETag"])
        return None if answer.code == "DistributionNotDisabled" else answer

    book.note("delete distribution", eventually("CloudFront lets go of the distribution", deleted))
    book.step("get the deleted distribution", "cloudfront", "GetDistribution", **by_id)
    tagged = {
        "DistributionConfig": distribution_config(unique("ref"), Enabled=False),
        "Tags": {"Items": [{"Key": "a", "Value": "1"}]},
    }
    book.step("create with tags", "cloudfront", "CreateDistributionWithTags", DistributionConfigWithTags=tagged)


def _access_controls(book: Notebook) -> None:
    name = unique("oac")
    config = {"OriginAccessControlConfig": access_control_config(name)}
    created = book.step("create access control", "cloudfront", "CreateOriginAccessControl", **config)
    by_id = {"Id": created["OriginAccessControl"]["Id"]}
    book.step("create access control of the same name", "cloudfront", "CreateOriginAccessControl", **config)
    book.step("get access control", "cloudfront", "GetOriginAccessControl", **by_id)
    never = {"OriginAccessControlConfig": access_control_config(name, SigningBehavior="never")}
    updated = book.step(
        "update access control", "cloudfront", "UpdateOriginAccessControl", **by_id, IfMatch=created["ETag"], **never
    )

    def listed() -> Outcome | None:
        answer = book.quietly("cloudfront", "ListOriginAccessControls")
        whole = answer["OriginAccessControlList"]
        own = [item for item in whole.get("Items", []) if item["Id"] == by_id["Id"]]
        is_updated = [item["SigningBehavior"] for item in own] == ["never"]
        return Outcome(answer.status, "", "", {**whole, "Quantity": 1, "Items": own}, {}) if is_updated else None

    book.note("list access controls", eventually("the update in the list", listed))
    site = distribution_config(unique("ref"), Origins=bucket_origin(by_id["Id"]), Enabled=False)
    book.step("create distribution of a bucket", "cloudfront", "CreateDistribution", DistributionConfig=site)
    book.step(
        "delete access control in use", "cloudfront", "DeleteOriginAccessControl", **by_id, IfMatch=updated["ETag"]
    )
    unused = {"OriginAccessControlConfig": access_control_config(unique("oac"))}
    spare = book.quietly("cloudfront", "CreateOriginAccessControl", **unused)
    spare_id = {"Id": spare["OriginAccessControl"]["Id"]}
    book.step("delete access control", "cloudfront", "DeleteOriginAccessControl", **spare_id, IfMatch=spare["ETag"])
    book.step("get the deleted access control", "cloudfront", "GetOriginAccessControl", **spare_id)


def _route53(book: Notebook) -> None:
    zone = book.step("create zone", "route53", "CreateHostedZone", Name=DOMAIN, CallerReference=unique("zone"))
    zone_id: str = zone["HostedZone"]["Id"].removeprefix("/hostedzone/")

    def change(name: str, *changes: dict[str, Any]) -> Outcome:
        return book.step(
            name, "route53", "ChangeResourceRecordSets", HostedZoneId=zone_id, ChangeBatch={"Changes": list(changes)}
        )

    book.step("get zone", "route53", "GetHostedZone", Id=zone_id)
    book.step("zones by name", "route53", "ListHostedZonesByName", DNSName=DOMAIN, MaxItems="1")
    www = f"www.{DOMAIN}"
    created = change("create record", record("CREATE", www, "A", "192.0.2.1"))
    change("create it again", record("CREATE", www, "A", "192.0.2.1"))
    change("delete what is not there", record("DELETE", f"none.{DOMAIN}", "A", "192.0.2.1"))
    change("upsert record", record("UPSERT", www, "A", "192.0.2.2", ttl=300))
    book.step("records", "route53", "ListResourceRecordSets", HostedZoneId=zone_id)
    by_change = {"Id": created["ChangeInfo"]["Id"]}
    eventually("INSYNC", lambda: book.quietly("route53", "GetChange", **by_change)["ChangeInfo"]["Status"] == "INSYNC")
    book.step("get change", "route53", "GetChange", **by_change)
    resource = {"ResourceType": "hostedzone", "ResourceId": zone_id}
    book.step("tag zone", "route53", "ChangeTagsForResource", **resource, AddTags=[{"Key": "a", "Value": "1"}])
    book.step("tags of a zone", "route53", "ListTagsForResource", **resource)
    book.step("delete a zone with records", "route53", "DeleteHostedZone", Id=zone_id)
    change("delete record", record("DELETE", www, "A", "192.0.2.2", ttl=300))
    zones = book.quietly("route53", "ListHostedZones")["HostedZones"]
    own = [entry for entry in zones if entry["Id"] == zone["HostedZone"]["Id"]]
    book.note("zones", Outcome(200, "", "", {"HostedZones": own}, {}))
    book.step("delete zone", "route53", "DeleteHostedZone", Id=zone_id)
    book.step("get the deleted zone", "route53", "GetHostedZone", Id=zone_id)
    zone_id = book.quietly("route53", "CreateHostedZone", Name=f"apex-{DOMAIN}", CallerReference=unique("zone"))[
        "HostedZone"
    ]["Id"]
    change("CNAME at the apex", record("CREATE", f"apex-{DOMAIN}", "CNAME", "x.example.net"))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        yield f"{path}.length", len(value)
        for index, member in enumerate(sorted(value, key=_sort_key)):
            yield from _leaves(member, f"{path}.{index}")
    else:
        yield path, value


def _sort_key(value: Any) -> str:
    """moto keeps some lists as sets: lists are compared without their order, which the simulator's own tests look at."""
    names = ("DomainName", "Name", "Key", "Id") if isinstance(value, dict) else ()
    return " ".join(str(value[name]) for name in names if name in value) if names else str(value)


def _named(path: str, value: Any) -> Any:
    if path.rpartition(".")[2] in _OPAQUE:
        return "<opaque>" if value else value
    if isinstance(value, datetime):
        return "<time>"
    if not isinstance(value, str):
        return value
    if path == "ETag":
        return "<etag>"
    for pattern, name in _NAMES:
        value = re.sub(pattern, name, value)
    return value
