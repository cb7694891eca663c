from __future__ import annotations

import unittest

from world import ACCOUNT, OTHER_ACCOUNT, as_stranger, aws


class Sts(unittest.TestCase):
    def test_an_access_key_belongs_to_its_account(self) -> None:
        identity = aws.call("sts", "GetCallerIdentity")
        self.assertEqual(identity["Account"], ACCOUNT)
        self.assertRegex(identity["Arn"], rf"^arn:aws:iam::{ACCOUNT}:")

    def test_an_assumed_role_acts_in_the_role_s_account(self) -> None:
        role = f"arn:aws:iam::{OTHER_ACCOUNT}:role/deploy"
        credentials = aws.call("sts", "AssumeRole", RoleArn=role, RoleSessionName="conformance")["Credentials"]
        session = as_stranger(credentials["AccessKeyId"], session_token=credentials["SessionToken"])
        identity = session.call("sts", "GetCallerIdentity")
        self.assertEqual(identity["Account"], OTHER_ACCOUNT)
        self.assertEqual(identity["Arn"], f"arn:aws:sts::{OTHER_ACCOUNT}:assumed-role/deploy/conformance")

    def test_an_unknown_access_key_is_refused_by_every_service_in_its_own_words(self) -> None:
        calls = {
            "sts": ("GetCallerIdentity", "InvalidClientTokenId", {403}),
            "acm": ("ListCertificates", "UnrecognizedClientException", {400, 403}),
            "cloudfront": ("ListDistributions", "InvalidClientTokenId", {403}),
            "route53": ("ListHostedZones", "InvalidClientTokenId", {403}),
        }
        for service, (operation, code, statuses) in calls.items():
            with self.subTest(service):
                refusal = as_stranger().call(service, operation)
                self.assertEqual(refusal.code, code)
                self.assertIn(refusal.status, statuses)
