from __future__ import annotations

import unittest
from typing import Any

from control import eventually
from recorder import Endpoint, Outcome
from world import (
    ACCOUNT,
    alias,
    aws,
    change,
    delegated_zone,
    describe,
    distribution_config,
    issued_certificate,
    other,
    unique,
)

ZONE = "cloudfront.conformance.example.com"
NOBODY = "E00000000000AA"


def create(endpoint: Endpoint = aws, **changes: Any) -> Outcome:
    return endpoint.call(
        "cloudfront", "CreateDistribution", DistributionConfig=distribution_config(unique("ref"), **changes)
    )


def get_config(distribution_id: str) -> Outcome:
    return aws.call("cloudfront", "GetDistributionConfig", Id=distribution_id)


def update(distribution_id: str, **changes: Any) -> Outcome:
    """Reads the configuration and writes it back with `changes`."""
    current = get_config(distribution_id)
    config = {**current["DistributionConfig"], **changes}
    return aws.call(
        "cloudfront", "UpdateDistribution", Id=distribution_id, IfMatch=current["ETag"], DistributionConfig=config
    )


def until_deployed(distribution_id: str, etag: str | None = None) -> None:
    """Of the write with this ETag: a read soon after it may still show the state before, which is Deployed too."""

    def is_deployed() -> bool:
        seen = aws.call("cloudfront", "GetDistribution", Id=distribution_id)
        return seen["Distribution"]["Status"] == "Deployed" and etag in (None, seen["ETag"])

    eventually(f"{distribution_id} Deployed", is_deployed)


def names(*aliases: str) -> dict[str, Any]:
    return {"Quantity": len(aliases), "Items": list(aliases)} if aliases else {"Quantity": 0}


def viewer(arn: str, **changes: Any) -> dict[str, Any]:
    return {
        "ACMCertificateArn": arn,
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
        **changes,
    }


def listed_with(distribution_id: str) -> list[str] | None:
    listed = aws.call("cloudfront", "ListDistributions")["DistributionList"].get("Items", [])
    ids = [summary["Id"] for summary in listed]
    return ids if distribution_id in ids else None


class Life(unittest.TestCase):
    def test_a_new_distribution_is_deployed_after_a_while(self) -> None:
        created = create()
        self.assertEqual(created.status, 201)
        self.assertRegex(created["ETag"], r"^E[A-Z0-9]+$")
        distribution = created["Distribution"]
        self.assertRegex(distribution["Id"], r"^E[A-Z0-9]{12,13}$")
        self.assertEqual(distribution["ARN"], f"arn:aws:cloudfront::{ACCOUNT}:distribution/{distribution['Id']}")
        self.assertRegex(distribution["DomainName"], r"^d[a-z0-9]{13}\.cloudfront\.net$")
        self.assertEqual(distribution["Status"], "InProgress")
        self.assertTrue(created["Location"].endswith(f"/2020-05-31/distribution/{distribution['Id']}"))
        certificate = distribution["DistributionConfig"]["ViewerCertificate"]
        self.assertTrue(certificate["CloudFrontDefaultCertificate"])
        self.assertEqual(certificate["CertificateSource"], "cloudfront")
        self.assertEqual(distribution["DistributionConfig"]["Aliases"], {"Quantity": 0})
        until_deployed(distribution["Id"])

    def test_every_write_gives_a_new_etag_and_the_old_one_is_stale(self) -> None:
        created = create()
        distribution_id = created["Distribution"]["Id"]
        config = created["Distribution"]["DistributionConfig"]
        parameters = {"Id": distribution_id, "DistributionConfig": {**config, "Comment": "changed"}}
        updated = aws.call("cloudfront", "UpdateDistribution", IfMatch=created["ETag"], **parameters)
        self.assertNotEqual(updated["ETag"], created["ETag"])
        self.assertEqual(updated["Distribution"]["Status"], "InProgress")
        eventually(
            "the new configuration", lambda: get_config(distribution_id)["DistributionConfig"]["Comment"] == "changed"
        )
        stale = aws.call("cloudfront", "UpdateDistribution", IfMatch=created["ETag"], **parameters)
        self.assertEqual((stale.code, stale.status), ("PreconditionFailed", 412))
        missing = aws.call("cloudfront", "UpdateDistribution", **parameters)
        self.assertEqual((missing.code, missing.status), ("InvalidIfMatchVersion", 400))

    def test_an_update_must_have_more_than_a_creation(self) -> None:
        created = create()
        distribution_id = created["Distribution"]["Id"]
        config = created["Distribution"]["DistributionConfig"]
        for member in ("Logging", "Restrictions", "WebACLId", "CacheBehaviors"):
            with self.subTest(member):
                lacking = {name: value for name, value in config.items() if name != member}
                refused = aws.call(
                    "cloudfront",
                    "UpdateDistribution",
                    Id=distribution_id,
                    IfMatch=created["ETag"],
                    DistributionConfig=lacking,
                )
                self.assertEqual((refused.code, refused.status), ("InvalidArgument", 400))

    def test_deletion_needs_a_distribution_that_is_disabled_and_deployed(self) -> None:
        created = create()
        distribution_id = created["Distribution"]["Id"]
        self.assertEqual(self.delete(distribution_id, created["ETag"]).code, "DistributionNotDisabled")
        etag = update(distribution_id, Enabled=False)["ETag"]
        early = self.delete(distribution_id, etag)
        self.assertEqual((early.code, early.status), ("DistributionNotDisabled", 409))
        until_deployed(distribution_id, etag)

        def answer() -> Outcome | None:
            outcome = self.delete(distribution_id, etag)
            return None if outcome.code == "DistributionNotDisabled" else outcome

        self.assertEqual(eventually("CloudFront lets go of the distribution", answer).status, 204)
        self.assertEqual(aws.call("cloudfront", "GetDistribution", Id=distribution_id).code, "NoSuchDistribution")

    def test_unknown_and_foreign_distributions_are_told_apart(self) -> None:
        foreign = create(other)["Distribution"]["Id"]
        for operation in ("GetDistribution", "GetDistributionConfig"):
            with self.subTest(operation):
                unknown = aws.call("cloudfront", operation, Id=NOBODY)
                self.assertEqual((unknown.code, unknown.status), ("NoSuchDistribution", 404))
                refused = aws.call("cloudfront", operation, Id=foreign)
                self.assertEqual((refused.code, refused.status), ("AccessDenied", 403))

    def test_a_caller_reference_is_used_once_and_never_changed(self) -> None:
        reference = unique("ref")
        config = distribution_config(reference)
        created = aws.call("cloudfront", "CreateDistribution", DistributionConfig=config)
        again = aws.call("cloudfront", "CreateDistribution", DistributionConfig=config)
        self.assertEqual((again.code, again.status), ("DistributionAlreadyExists", 409))
        self.assertIn(created["Distribution"]["Id"], again.message)
        self.assertEqual(update(created["Distribution"]["Id"], CallerReference="another").status, 400)

    def delete(self, distribution_id: str, etag: str) -> Outcome:
        return aws.call("cloudfront", "DeleteDistribution", Id=distribution_id, IfMatch=etag)


class ListsAndTags(unittest.TestCase):
    def test_pages_of_distributions_follow_each_other_without_gap(self) -> None:
        create()
        newest = create()["Distribution"]["Id"]
        whole = eventually("the new distribution in the list", lambda: listed_with(newest))
        pages: list[str] = []
        marker: dict[str, str] = {}
        while True:
            page = aws.call("cloudfront", "ListDistributions", MaxItems="2", **marker)["DistributionList"]
            pages += [summary["Id"] for summary in page["Items"]]
            if not page["IsTruncated"]:
                break
            marker = {"Marker": page["NextMarker"]}
        self.assertEqual(pages, whole)

    def test_tags_come_with_creation_and_change_without_a_new_etag(self) -> None:
        config = {
            "DistributionConfig": distribution_config(unique("ref")),
            "Tags": {"Items": [{"Key": "a", "Value": "1"}]},
        }
        created = aws.call("cloudfront", "CreateDistributionWithTags", DistributionConfigWithTags=config)
        self.assertEqual(created.status, 201)
        arn = created["Distribution"]["ARN"]
        self.assertEqual(self.tags(arn), {"a": "1"})
        tagged = aws.call("cloudfront", "TagResource", Resource=arn, Tags={"Items": [{"Key": "b", "Value": "2"}]})
        untagged = aws.call("cloudfront", "UntagResource", Resource=arn, TagKeys={"Items": ["a"]})
        self.assertEqual((tagged.status, untagged.status), (204, 204))
        eventually("the tags", lambda: self.tags(arn) == {"b": "2"})
        self.assertEqual(get_config(created["Distribution"]["Id"])["ETag"], created["ETag"])
        refusal = aws.call(
            "cloudfront", "ListTagsForResource", Resource=arn.replace(created["Distribution"]["Id"], NOBODY)
        )
        self.assertEqual((refusal.code, refusal.status), ("NoSuchResource", 404))

    def tags(self, arn: str) -> dict[str, str]:
        items = aws.call("cloudfront", "ListTagsForResource", Resource=arn)["Tags"].get("Items", [])
        return {tag["Key"]: tag["Value"] for tag in items}


class AliasesAndCertificates(unittest.TestCase):
    zone_id: str
    arn: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.zone_id = delegated_zone(ZONE)
        cls.arn = issued_certificate(cls.zone_id, ZONE, f"*.{ZONE}")

    def attach(self, distribution_id: str, *aliases: str) -> Outcome:
        """CloudFront sees a certificate only some time after it is issued."""

        def attempt() -> Outcome | None:
            answer = update(distribution_id, Aliases=names(*aliases), ViewerCertificate=viewer(self.arn))
            return None if answer.code == "InvalidViewerCertificate" and "exist" in answer.message else answer

        return eventually("the certificate at CloudFront", attempt)

    def test_certificate_and_alias_come_in_one_update_and_dns_follows(self) -> None:
        distribution = create()["Distribution"]
        until_deployed(distribution["Id"])
        answer = self.attach(distribution["Id"], f"www.{ZONE}")
        attached = answer["Distribution"]
        certificate = attached["DistributionConfig"]["ViewerCertificate"]
        self.assertEqual((certificate["Certificate"], certificate["CertificateSource"]), (self.arn, "acm"))
        self.assertEqual(attached["DistributionConfig"]["Aliases"], names(f"www.{ZONE}"))
        until_deployed(distribution["Id"], answer["ETag"])
        target = distribution["DomainName"]
        change(self.zone_id, alias("UPSERT", f"www.{ZONE}", target), alias("UPSERT", f"www.{ZONE}", target, "AAAA"))[
            "ChangeInfo"
        ]
        eventually("InUseBy", lambda: distribution["ARN"] in describe(self.arn)["Certificate"]["InUseBy"])
        refusal = aws.call("acm", "DeleteCertificate", CertificateArn=self.arn)
        self.assertEqual((refusal.code, refusal.status), ("ResourceInUseException", 400))

    def test_an_alias_belongs_to_one_distribution_of_the_world(self) -> None:
        holder = create()["Distribution"]["Id"]
        until_deployed(holder)
        self.attach(holder, f"held.{ZONE}")["ETag"]
        wanting = create()["Distribution"]["Id"]
        until_deployed(wanting)
        refusal = self.attach(wanting, f"held.{ZONE}")
        self.assertEqual((refusal.code, refusal.status), ("CNAMEAlreadyExists", 409))
        self.attach(wanting, f"*.{ZONE}")["ETag"]

    def test_what_cloudfront_refuses_of_aliases_and_certificates(self) -> None:
        unknown = self.arn[:-4] + "0000"
        one_too_many = {"Quantity": 2, "Items": [f"q.{ZONE}"]}
        cases = {
            "an alias without certificate": (
                {"Aliases": names(f"x.{ZONE}")},
                "InvalidViewerCertificate",
                "must attach a trusted certificate",
            ),
            "a certificate that does not exist": (
                {"Aliases": names(f"x.{ZONE}"), "ViewerCertificate": viewer(unknown)},
                "InvalidViewerCertificate",
                "doesn't exist, isn't in us-east-1 region",
            ),
            "an alias that the certificate does not cover": (
                {"Aliases": names(f"a.b.{ZONE}"), "ViewerCertificate": viewer(self.arn)},
                "InvalidViewerCertificate",
                "doesn't cover the alternate domain name",
            ),
            "a quantity that is not that of the items": (
                {"Aliases": one_too_many, "ViewerCertificate": viewer(self.arn)},
                "InconsistentQuantities",
                "The specified quantity of Aliases (2) does not match the actual quantity supplied (1).",
            ),
            "a protocol version that the support method does not allow": (
                {"ViewerCertificate": viewer(self.arn, SSLSupportMethod="vip")},
                "InvalidMinimumProtocolVersion",
                "",
            ),
            "more aliases than the quota": (
                {
                    "Aliases": names(*(f"n{number}.{ZONE}" for number in range(101))),
                    "ViewerCertificate": viewer(self.arn),
                },
                "TooManyDistributionCNAMEs",
                "",
            ),
        }
        distribution_id = create()["Distribution"]["Id"]
        until_deployed(distribution_id)
        until_deployed(distribution_id, self.attach(distribution_id, f"refusals.{ZONE}")["ETag"])
        for what, (parameters, code, message) in cases.items():
            with self.subTest(what):
                refusal = create(**parameters)
                self.assertEqual((refusal.code, refusal.status), (code, 400))
                self.assertIn(message, refusal.message)
