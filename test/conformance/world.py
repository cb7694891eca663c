"""The two doubles, as the environment names them, and parts that several tests need."""

from __future__ import annotations

import json
import os
import uuid
from typing import Any

from control import Control, eventually
from recorder import Endpoint, Outcome

_simulator = json.loads(os.environ["SIMULATOR"])

ACCOUNT = "111111111111"
OTHER_ACCOUNT = "222222222222"
CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"

control = Control(_simulator["control"])
aws = Endpoint(_simulator["aws"], "AKIASIMULATOR0000001")
other = Endpoint(_simulator["aws"], "AKIASIMULATOR0000002")


def as_stranger(
    access_key: str = "AKIANOBODY0000000001", region: str = "us-east-1", session_token: str | None = None
) -> Endpoint:
    return Endpoint(_simulator["aws"], access_key, region, session_token)


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def delegated_zone(name: str) -> str:
    """A public hosted zone to which the registry delegates. Its id."""
    zone = aws.call("route53", "CreateHostedZone", Name=name, CallerReference=unique("zone"))
    zone_id = zone["HostedZone"]["Id"].removeprefix("/hostedzone/")
    control.post("/zones", {"name": name, "zoneId": zone_id})
    return zone_id


def change(zone_id: str, *changes: dict[str, Any], endpoint: Endpoint = aws) -> Outcome:
    return endpoint.call(
        "route53", "ChangeResourceRecordSets", HostedZoneId=zone_id, ChangeBatch={"Changes": list(changes)}
    )


def record(action: str, name: str, kind: str, *values: str, ttl: int = 60) -> dict[str, Any]:
    records = [{"Value": value} for value in values]
    return {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": records}}


def alias(
    action: str, name: str, target: str, kind: str = "A", zone: str = CLOUDFRONT_ZONE, health: bool = False
) -> dict[str, Any]:
    target_set = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, "AliasTarget": target_set}}


def describe(arn: str, endpoint: Endpoint = aws) -> Outcome:
    return endpoint.call("acm", "DescribeCertificate", CertificateArn=arn)


def validation_records(arn: str, endpoint: Endpoint = aws) -> list[dict[str, Any]]:
    """Waits until every name of the certificate has its validation record."""

    def complete() -> list[dict[str, Any]] | None:
        answer = describe(arn, endpoint)
        options = [] if answer.code else answer["Certificate"].get("DomainValidationOptions", [])
        return options if options and all("ResourceRecord" in option for option in options) else None

    return eventually(f"validation records of {arn}", complete)


def issued_certificate(zone_id: str, *names: str, **parameters: Any) -> str:
    """Requests a certificate, publishes its validation records in the zone, and waits for ISSUED. Its ARN."""
    request = {"DomainName": names[0], "SubjectAlternativeNames": list(names), "ValidationMethod": "DNS", **parameters}
    arn = aws.call("acm", "RequestCertificate", **request)["CertificateArn"]
    cnames = {option["ResourceRecord"]["Name"]: option["ResourceRecord"]["Value"] for option in validation_records(arn)}
    change(zone_id, *(record("UPSERT", name, "CNAME", value) for name, value in cnames.items()))["ChangeInfo"]

    def settled() -> str | None:
        status = describe(arn)["Certificate"]["Status"]
        return None if status == "PENDING_VALIDATION" else status

    assert eventually(f"{arn} issued or failed", settled) == "ISSUED"
    return arn


def distribution_config(reference: str, **changes: Any) -> dict[str, Any]:
    """The smallest configuration that CloudFront takes, with `changes`."""
    origin = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    return {
        "CallerReference": reference,
        "Comment": "conformance",
        "Enabled": True,
        "HttpVersion": "http2",
        "IsIPV6Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [{"Id": "o", "DomainName": "origin.example.net", "CustomOriginConfig": origin}],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "o",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        },
        **changes,
    }


def access_control_config(name: str, **changes: Any) -> dict[str, Any]:
    """Signs every request to a bucket."""
    return {
        "Name": name,
        "Description": "conformance",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
        **changes,
    }


def bucket_origin(access_control_id: str, bucket: str = "pictures") -> dict[str, Any]:
    """The only origin of a distribution, for `Origins`."""
    origin = {
        "Id": "o",
        "DomainName": f"{bucket}.s3.eu-west-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
        "OriginAccessControlId": access_control_id,
    }
    return {"Quantity": 1, "Items": [origin]}
