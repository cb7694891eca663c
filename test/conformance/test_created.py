from __future__ import annotations

import hashlib
import json
import os
import unittest
from typing import Any, Iterator

from world import other

# What create-distributions.ts has made, in the other account: by kind of service, id and ARN.
CREATED: dict[str, dict[str, str]] = json.loads(os.environ["CREATED"])

GONE = object()

EVERY_SERVICE = {
    "Enabled": True,
    "HttpVersion": "http2and3",
    "IsIPV6Enabled": True,
    "PriceClass": "PriceClass_All",
    "Aliases": [],
}

EVERY_BEHAVIOR = {"TargetOriginId": "origin", "ViewerProtocolPolicy": "redirect-to-https"}


def bucket(error_pages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **EVERY_SERVICE,
        "Origins": [
            {
                "Id": "origin",
                "DomainName": "pictures.s3.eu-west-1.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""},
                "CustomOriginConfig": GONE,
            }
        ],
        "DefaultRootObject": "index.html",
        "DefaultCacheBehavior": {
            **EVERY_BEHAVIOR,
            "AllowedMethods": {"GET", "HEAD"},
            "Compress": True,
            # CachingOptimized
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            "OriginRequestPolicyId": GONE,
        },
        "CustomErrorResponses": error_pages,
    }


def server(compress: bool) -> dict[str, Any]:
    return {
        **EVERY_SERVICE,
        "Origins": [
            {
                "Id": "origin",
                "DomainName": "app.example.net",
                "CustomOriginConfig": {
                    "HTTPSPort": 443,
                    "OriginProtocolPolicy": "https-only",
                    "OriginSslProtocols": {"TLSv1.2"},
                },
                "S3OriginConfig": GONE,
                "OriginAccessControlId": "",
            }
        ],
        "DefaultRootObject": "",
        "DefaultCacheBehavior": {
            **EVERY_BEHAVIOR,
            "AllowedMethods": {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"},
            "Compress": compress,
            # CachingDisabled
            "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            # AllViewer
            "OriginRequestPolicyId": "216adef6-5c7f-47e4-b989-5492eafa07d3",
        },
        "CustomErrorResponses": [],
    }


# Lists stand for CloudFront's `Quantity` and `Items`, sets for those without an order.
DOCUMENTED: dict[str, dict[str, Any]] = {
    "static": bucket([]),
    "spa": bucket(
        [{"ErrorCode": code, "ResponsePagePath": "/index.html", "ResponseCode": "200"} for code in (403, 404)]
    ),
    "web": server(compress=True),
    "api": server(compress=False),
}


def departures(actual: Any, documented: Any, path: str) -> Iterator[str]:
    """Where the configuration is not as documented. What is not documented is CloudFront's default."""
    if isinstance(documented, dict):
        for name, member in documented.items():
            yield from departures(actual.get(name, GONE), member, f"{path}.{name}")
    elif isinstance(documented, (list, set)):
        items = actual.get("Items", [])
        if len(items) != len(documented) or actual["Quantity"] != len(documented):
            yield f"{path} has {actual}, not {len(documented)} items"
        elif isinstance(documented, set):
            if set(items) != documented:
                yield f"{path} is {sorted(items)}, not {sorted(documented)}"
        else:
            for index, pair in enumerate(zip(items, documented)):
                yield from departures(*pair, f"{path}[{index}]")
    elif actual != documented:
        yield f"{path} is {actual}, not {documented}"


def access_control_name(service: str) -> str:
    return f"dg-{hashlib.sha256(f'conformance/{service}'.encode()).hexdigest()[:16]}"


class Created(unittest.TestCase):
    """What a group creates, as a client reads it that is not ours."""

    def test_a_created_distribution_has_the_documented_settings(self) -> None:
        self.assertEqual(CREATED.keys(), DOCUMENTED.keys())
        for service, documented in DOCUMENTED.items():
            config = other.call("cloudfront", "GetDistributionConfig", Id=CREATED[service]["id"])["DistributionConfig"]
            with self.subTest(service=service):
                self.assertEqual([], list(departures(config, documented, service)))

    def test_a_created_distribution_is_found_again_by_its_reference_comment_and_tag(self) -> None:
        for service, made in CREATED.items():
            with self.subTest(service=service):
                config = other.call("cloudfront", "GetDistributionConfig", Id=made["id"])["DistributionConfig"]
                self.assertEqual(config["CallerReference"], f"{access_control_name(service)}-1")
                self.assertEqual(config["Comment"], f"domain-group conformance/{service}")
                tags = other.call("cloudfront", "ListTagsForResource", Resource=made["arn"])["Tags"]
                self.assertEqual(tags["Items"], [{"Key": "domain-group:id", "Value": f"conformance/{service}"}])

    def test_a_bucket_is_read_through_an_access_control_that_signs_every_request(self) -> None:
        for service in ("static", "spa"):
            with self.subTest(service=service):
                config = other.call("cloudfront", "GetDistributionConfig", Id=CREATED[service]["id"])
                origin = config["DistributionConfig"]["Origins"]["Items"][0]
                control = other.call("cloudfront", "GetOriginAccessControl", Id=origin["OriginAccessControlId"])
                signing = control["OriginAccessControl"]["OriginAccessControlConfig"]
                self.assertEqual(
                    {name: value for name, value in signing.items() if name != "Description"},
                    {
                        "Name": access_control_name(service),
                        "SigningProtocol": "sigv4",
                        "SigningBehavior": "always",
                        "OriginAccessControlOriginType": "s3",
                    },
                )
