from __future__ import annotations

import unittest
from typing import Any

from control import eventually
from recorder import Endpoint, Outcome
from test_cloudfront import create, get_config, until_deployed, update
from world import access_control_config, aws, bucket_origin, other, unique

NOBODY = "E00000000000AA"
UNKNOWN_POLICY = "00000000-0000-0000-0000-000000000000"


def create_control(name: str, endpoint: Endpoint = aws, **changes: Any) -> Outcome:
    config = access_control_config(name, **changes)
    return endpoint.call("cloudfront", "CreateOriginAccessControl", OriginAccessControlConfig=config)


def delete_control(control_id: str, etag: str) -> Outcome:
    return aws.call("cloudfront", "DeleteOriginAccessControl", Id=control_id, IfMatch=etag)


def behavior(**changes: Any) -> dict[str, Any]:
    return {
        "TargetOriginId": "o",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        **changes,
    }


class AccessControls(unittest.TestCase):
    def test_an_access_control_is_read_as_it_was_written_and_listed(self) -> None:
        name = unique("oac")
        created = create_control(name)
        self.assertEqual(created.status, 201)
        control = created["OriginAccessControl"]
        self.assertRegex(control["Id"], r"^E[A-Z0-9]{12,13}$")
        self.assertTrue(created["Location"].endswith(f"/2020-05-31/origin-access-control/{control['Id']}"))
        self.assertEqual(control["OriginAccessControlConfig"], access_control_config(name))
        read = aws.call("cloudfront", "GetOriginAccessControl", Id=control["Id"])
        self.assertEqual((read["OriginAccessControl"], read["ETag"]), (control, created["ETag"]))
        config = aws.call("cloudfront", "GetOriginAccessControlConfig", Id=control["Id"])
        self.assertEqual(config["OriginAccessControlConfig"], access_control_config(name))

        def listed() -> list[dict[str, Any]]:
            answer = aws.call("cloudfront", "ListOriginAccessControls")["OriginAccessControlList"]
            return [item for item in answer.get("Items", []) if item["Id"] == control["Id"]]

        summary = eventually("the access control in the list", listed)
        self.assertEqual(summary, [{"Id": control["Id"], **access_control_config(name)}])

    def test_every_update_gives_a_new_etag_and_the_old_one_is_stale(self) -> None:
        name = unique("oac")
        created = create_control(name)
        control_id = created["OriginAccessControl"]["Id"]
        config = access_control_config(name, SigningBehavior="never")
        parameters = {"Id": control_id, "OriginAccessControlConfig": config}
        updated = aws.call("cloudfront", "UpdateOriginAccessControl", IfMatch=created["ETag"], **parameters)
        self.assertNotEqual(updated["ETag"], created["ETag"])
        stale = aws.call("cloudfront", "UpdateOriginAccessControl", IfMatch=created["ETag"], **parameters)
        self.assertEqual((stale.code, stale.status), ("PreconditionFailed", 412))
        missing = aws.call("cloudfront", "UpdateOriginAccessControl", **parameters)
        self.assertEqual((missing.code, missing.status), ("InvalidIfMatchVersion", 400))
        self.assertEqual(delete_control(control_id, created["ETag"]).code, "PreconditionFailed")
        self.assertEqual(delete_control(control_id, updated["ETag"]).status, 204)
        gone = aws.call("cloudfront", "GetOriginAccessControl", Id=control_id)
        self.assertEqual((gone.code, gone.status), ("NoSuchOriginAccessControl", 404))

    def test_what_cloudfront_refuses_of_access_controls(self) -> None:
        name = unique("oac")
        foreign = create_control(name, other)["OriginAccessControl"]["Id"]
        create_control(name)["ETag"]
        taken = create_control(name)
        self.assertEqual((taken.code, taken.status), ("OriginAccessControlAlreadyExists", 409))
        too_long = create_control("x" * 65)
        self.assertEqual((too_long.code, too_long.status), ("InvalidArgument", 400))
        refused = aws.call("cloudfront", "GetOriginAccessControl", Id=foreign)
        self.assertEqual((refused.code, refused.status), ("AccessDenied", 403))
        unknown = delete_control(NOBODY, "E1")
        self.assertEqual((unknown.code, unknown.status), ("NoSuchOriginAccessControl", 404))

    def test_one_in_use_cannot_be_deleted_until_every_edge_has_let_go(self) -> None:
        created = create_control(unique("oac"))
        control_id = created["OriginAccessControl"]["Id"]
        distribution = create(Origins=bucket_origin(control_id))["Distribution"]
        until_deployed(distribution["Id"])
        in_use = delete_control(control_id, created["ETag"])
        self.assertEqual((in_use.code, in_use.status), ("OriginAccessControlInUse", 409))
        origins = distribution["DistributionConfig"]["Origins"]
        origins["Items"][0]["OriginAccessControlId"] = ""
        etag = update(distribution["Id"], Origins=origins)["ETag"]
        self.assertEqual(delete_control(control_id, created["ETag"]).code, "OriginAccessControlInUse")
        until_deployed(distribution["Id"], etag)
        self.assertEqual(delete_control(control_id, created["ETag"]).status, 204)


class Configurations(unittest.TestCase):
    def test_the_settings_of_a_site_come_back_as_they_were_sent(self) -> None:
        control_id = create_control(unique("oac"))["OriginAccessControl"]["Id"]
        pages = [
            {"ErrorCode": code, "ResponsePagePath": "/index.html", "ResponseCode": "200", "ErrorCachingMinTTL": 0}
            for code in (403, 404)
        ]
        sent = {
            "Origins": bucket_origin(control_id),
            "DefaultRootObject": "index.html",
            "DefaultCacheBehavior": behavior(Compress=True),
            "CustomErrorResponses": {"Quantity": 2, "Items": pages},
            "HttpVersion": "http2and3",
        }
        read = get_config(create(**sent)["Distribution"]["Id"])["DistributionConfig"]
        self.assertEqual({name: _without_defaults(read[name], value) for name, value in sent.items()}, sent)

    def test_what_cloudfront_refuses_of_origins_and_behaviors(self) -> None:
        lambda_control = create_control(unique("oac"), OriginAccessControlOriginType="lambda")["OriginAccessControl"]
        no_bucket = bucket_origin("")
        no_bucket["Items"][0]["DomainName"] = "www.example.net"
        no_kind = {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "www.example.net"}]}
        page = {"ErrorCode": 302}
        cases: dict[str, tuple[dict[str, Any], str, int]] = {
            "an unknown access control": ({"Origins": bucket_origin(NOBODY)}, "InvalidOriginAccessControl", 400),
            "an access control for functions": (
                {"Origins": bucket_origin(lambda_control["Id"])},
                "InvalidOriginAccessControl",
                400,
            ),
            "a bucket that is none": ({"Origins": no_bucket}, "InvalidArgument", 400),
            "an origin of no kind": ({"Origins": no_kind}, "InvalidOrigin", 400),
            "an unknown cache policy": (
                {"DefaultCacheBehavior": behavior(CachePolicyId=UNKNOWN_POLICY)},
                "NoSuchCachePolicy",
                404,
            ),
            "an unknown origin request policy": (
                {"DefaultCacheBehavior": behavior(OriginRequestPolicyId=UNKNOWN_POLICY)},
                "NoSuchOriginRequestPolicy",
                404,
            ),
            "an unknown response headers policy": (
                {"DefaultCacheBehavior": behavior(ResponseHeadersPolicyId=UNKNOWN_POLICY)},
                "NoSuchResponseHeadersPolicy",
                404,
            ),
            "an origin that is not there": (
                {"DefaultCacheBehavior": behavior(TargetOriginId="other")},
                "NoSuchOrigin",
                404,
            ),
            "a root object with a slash": ({"DefaultRootObject": "/index.html"}, "InvalidDefaultRootObject", 400),
            "an error code that is none": (
                {"CustomErrorResponses": {"Quantity": 1, "Items": [page]}},
                "InvalidErrorCode",
                400,
            ),
        }
        for what, (parameters, code, status) in cases.items():
            with self.subTest(what):
                refusal = create(**parameters)
                self.assertEqual((refusal.code, refusal.status), (code, status))


def _without_defaults(read: Any, sent: Any) -> Any:
    """What was read, without the members that CloudFront has added."""
    if isinstance(sent, dict):
        return {name: _without_defaults(read.get(name), value) for name, value in sent.items()}
    if isinstance(sent, list):
        return [_without_defaults(item, value) for item, value in zip(read, sent, strict=True)]
    return read
