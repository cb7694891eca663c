from __future__ import annotations

import unittest
from typing import Any

from control import eventually
from recorder import Outcome
from test_cloudfront import NOBODY, create, get_config, names, until_deployed, update, viewer
from world import ACCOUNT, aws, delegated_zone, issued_certificate

ZONE = "moves.conformance.example.com"


def aliases(distribution_id: str) -> list[str]:
    return get_config(distribution_id)["DistributionConfig"]["Aliases"].get("Items", [])


def associate(distribution_id: str, alias: str) -> Outcome:
    return aws.call("cloudfront", "AssociateAlias", TargetDistributionId=distribution_id, Alias=alias)


def move_domain(distribution_id: str, domain: str, **parameters: Any) -> Outcome:
    target = {"DistributionId": distribution_id}
    return aws.call("cloudfront", "UpdateDomainAssociation", Domain=domain, TargetResource=target, **parameters)


def masked(identifier: str) -> str:
    hidden = len(identifier) // 2
    return "*" * hidden + identifier[hidden:]


class Moves(unittest.TestCase):
    """From one distribution of the account to another, both with a certificate that covers the name."""

    arn: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.arn = issued_certificate(delegated_zone(ZONE), ZONE, f"*.{ZONE}")

    def served(self, *held: str) -> str:
        """A distribution with the certificate and these aliases, Deployed. Its id."""
        distribution_id = create()["Distribution"]["Id"]
        until_deployed(distribution_id)

        def attempt() -> Outcome | None:
            answer = update(distribution_id, Aliases=names(*held), ViewerCertificate=viewer(self.arn))
            return None if answer.code == "InvalidViewerCertificate" and "exist" in answer.message else answer

        until_deployed(distribution_id, eventually("the certificate at CloudFront", attempt)["ETag"])
        return distribution_id

    def test_an_alias_is_associated_with_another_distribution_in_one_call(self) -> None:
        alias = f"associated.{ZONE}"
        source, target = self.served(alias, f"stays.{ZONE}"), self.served()
        before = get_config(target)["ETag"]
        self.assertEqual(associate(target, alias).status, 200)
        eventually("the alias at its target", lambda: aliases(target) == [alias])
        eventually("the alias off its source", lambda: aliases(source) == [f"stays.{ZONE}"])
        self.assertNotEqual(get_config(target)["ETag"], before)

    def test_a_domain_is_associated_with_another_distribution_under_its_etag(self) -> None:
        domain = f"domain.{ZONE}"
        source, target = self.served(domain), self.served()
        old = get_config(target)["ETag"]
        etag = update(target, Comment="changed")["ETag"]
        until_deployed(target, etag)
        stale = move_domain(target, domain, IfMatch=old)
        self.assertEqual((stale.code, stale.status), ("PreconditionFailed", 412))
        # The API reference wants the source disabled, the developer guide only across accounts: the stricter one holds.
        early = move_domain(target, domain, IfMatch=etag)
        self.assertEqual((early.code, early.status), ("IllegalUpdate", 400))
        until_deployed(source, update(source, Enabled=False)["ETag"])
        moved = move_domain(target, domain, IfMatch=etag)
        self.assertEqual((moved.status, moved["Domain"], moved["ResourceId"]), (200, domain, target))
        self.assertNotEqual(moved["ETag"], etag)
        eventually("the domain at its target", lambda: aliases(target) == [domain])
        eventually("the domain off its source", lambda: aliases(source) == [])

    def test_a_target_without_a_certificate_for_the_name_gets_nothing(self) -> None:
        alias = f"kept.{ZONE}"
        source = self.served(alias)
        bare = create()["Distribution"]["Id"]
        for what, refusal in (("AssociateAlias", associate(bare, alias)), ("the newer", move_domain(bare, alias))):
            with self.subTest(what):
                self.assertEqual((refusal.code, refusal.status), ("InvalidArgument", 400))
        self.assertEqual(aliases(source), [alias])
        unknown = associate(NOBODY, alias)
        self.assertEqual((unknown.code, unknown.status), ("NoSuchDistribution", 404))

    def test_who_holds_an_alias_is_told_to_who_has_a_certificate_for_it(self) -> None:
        alias = f"asked.{ZONE}"
        holder, asker = self.served(alias), self.served()
        parameters = {"DistributionId": asker, "Alias": alias}

        def told() -> list[dict[str, str]]:
            answer = aws.call("cloudfront", "ListConflictingAliases", **parameters)
            return answer["ConflictingAliasesList"].get("Items", [])

        expected = {"Alias": alias, "DistributionId": masked(holder), "AccountId": masked(ACCOUNT)}
        self.assertEqual(eventually("the conflict", told), [expected])

    def test_the_newer_operation_tells_the_same_of_a_domain(self) -> None:
        domain = f"newer.{ZONE}"
        holder, asker = self.served(domain), self.served()
        resource = {"DistributionId": asker}

        def told() -> list[dict[str, str]]:
            answer = aws.call(
                "cloudfront", "ListDomainConflicts", Domain=domain, DomainControlValidationResource=resource
            )
            return answer["DomainConflicts"]

        expected = {
            "Domain": domain,
            "ResourceType": "distribution",
            "ResourceId": masked(holder),
            "AccountId": masked(ACCOUNT),
        }
        self.assertEqual(eventually("the conflict", told), [expected])
