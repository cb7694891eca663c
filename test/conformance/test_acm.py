from __future__ import annotations

import unittest
from datetime import timedelta

from control import eventually
from recorder import Endpoint
from world import (
    ACCOUNT,
    as_stranger,
    aws,
    delegated_zone,
    describe,
    issued_certificate,
    other,
    unique,
    validation_records,
)

ZONE = "acm.conformance.example.com"
NOBODY = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/00000000-0000-0000-0000-000000000000"


def request(name: str, **parameters: object) -> str:
    return aws.call("acm", "RequestCertificate", DomainName=name, ValidationMethod="DNS", **parameters)[
        "CertificateArn"
    ]


class Requests(unittest.TestCase):
    def test_the_arn_names_region_and_account(self) -> None:
        self.assertRegex(
            request(f"arn.{ZONE}"),
            rf"^arn:aws:acm:us-east-1:{ACCOUNT}:certificate/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$",
        )

    def test_the_same_token_gives_the_same_certificate_and_another_one_another(self) -> None:
        first = request(f"token.{ZONE}", IdempotencyToken="first")
        self.assertEqual(request(f"token.{ZONE}", IdempotencyToken="first"), first)
        self.assertNotEqual(request(f"token.{ZONE}", IdempotencyToken="second"), first)

    def test_a_certificate_shows_only_some_time_after_its_request(self) -> None:
        arn = request(f"late.{ZONE}")
        self.assertEqual(describe(arn).code, "ResourceNotFoundException")
        validation_records(arn)

    def test_apex_and_wildcard_share_their_validation_record_and_other_names_do_not(self) -> None:
        arn = request(ZONE, SubjectAlternativeNames=[ZONE, f"*.{ZONE}", f"www.{ZONE}"])
        records = {option["DomainName"]: option["ResourceRecord"] for option in validation_records(arn)}
        self.assertEqual(records[ZONE], records[f"*.{ZONE}"])
        self.assertNotEqual(records[ZONE], records[f"www.{ZONE}"])
        self.assertRegex(records[ZONE]["Name"], rf"^_[0-9a-f]{{32}}\.{ZONE}\.$")
        self.assertRegex(records[ZONE]["Value"], r"^_[0-9a-f]{32}\.([a-z]{10}\.)?acm-validations\.aws\.$")
        self.assertEqual(records[ZONE]["Type"], "CNAME")

    def test_what_acm_refuses_to_request(self) -> None:
        long_name = f"{'a' * 30}.{'b' * 30}.{ZONE}"
        eleven = [f"n{number}.{ZONE}" for number in range(11)]
        cases = {
            "a first name over 64 characters": ({"DomainName": long_name}, "InvalidDomainValidationOptionsException"),
            "more names than the quota": (
                {"DomainName": eleven[0], "SubjectAlternativeNames": eleven},
                "LimitExceededException",
            ),
            "more than 50 tags": (
                {"DomainName": ZONE, "Tags": [{"Key": f"k{number}", "Value": "v"} for number in range(51)]},
                "TooManyTagsException",
            ),
        }
        for what, (parameters, code) in cases.items():
            with self.subTest(what):
                refusal = aws.call("acm", "RequestCertificate", ValidationMethod="DNS", **parameters)
                self.assertIn(refusal.code, {code, "ValidationException"})
                self.assertEqual(refusal.status, 400)

    def test_more_requests_than_the_rate_are_throttled(self) -> None:
        hasty = Endpoint(aws.url, other.access_key, is_paced=False)
        answers = [
            hasty.call("acm", "RequestCertificate", DomainName=f"n{number}.hasty.{ZONE}", ValidationMethod="DNS")
            for number in range(12)
        ]
        self.assertEqual(
            {(answer.code, answer.status) for answer in answers}, {("", 200), ("ThrottlingException", 400)}
        )


class Issuance(unittest.TestCase):
    def test_published_records_bring_the_certificate_to_issued_for_198_days(self) -> None:
        arn = issued_certificate(delegated_zone(ZONE), ZONE, f"www.{ZONE}")
        certificate = describe(arn)["Certificate"]
        self.assertEqual(certificate["SubjectAlternativeNames"], [ZONE, f"www.{ZONE}"])
        self.assertEqual({option["ValidationStatus"] for option in certificate["DomainValidationOptions"]}, {"SUCCESS"})
        self.assertEqual(certificate["KeyAlgorithm"], "RSA-2048")
        self.assertEqual(certificate["InUseBy"], [])
        # RFC 5280, 4.1.2.5: both ends belong to the validity.
        self.assertEqual(certificate["NotAfter"] - certificate["NotBefore"], timedelta(days=198, seconds=-1))
        pem = aws.call("acm", "GetCertificate", CertificateArn=arn)
        self.assertRegex(pem["Certificate"], r"^-----BEGIN CERTIFICATE-----\n")

    def test_a_pending_certificate_has_neither_dates_nor_a_certificate_to_get(self) -> None:
        arn = request(f"pending.{ZONE}")
        validation_records(arn)
        certificate = describe(arn)["Certificate"]
        self.assertEqual(certificate["Status"], "PENDING_VALIDATION")
        self.assertFalse({"NotBefore", "NotAfter", "IssuedAt", "Serial"} & certificate.keys())
        self.assertEqual(aws.call("acm", "GetCertificate", CertificateArn=arn).code, "RequestInProgressException")


class Lists(unittest.TestCase):
    def test_a_list_without_filter_holds_rsa_keys_alone(self) -> None:
        arn = request(f"ec.{ZONE}", KeyAlgorithm="EC_prime256v1")
        every_key = {"keyTypes": ["RSA_2048", "EC_prime256v1"]}
        eventually("the certificate in the list", lambda: arn in arns(Includes=every_key))
        self.assertNotIn(arn, arns())

    def test_pages_follow_each_other_without_gap(self) -> None:
        request(f"page-one.{ZONE}")
        arn = request(f"page-two.{ZONE}")
        eventually("the certificate in the list", lambda: arn in arns())
        whole = arns()
        pages = []
        token: dict[str, str] = {}
        while True:
            page = aws.call("acm", "ListCertificates", MaxItems=2, **token)
            pages += [summary["CertificateArn"] for summary in page["CertificateSummaryList"]]
            if "NextToken" not in page.value:
                break
            token = {"NextToken": page["NextToken"]}
        self.assertEqual(sorted(pages), sorted(whole))

    def test_another_region_holds_other_certificates(self) -> None:
        arn = request(f"region.{ZONE}")
        ireland = as_stranger(aws.access_key, "eu-west-1")
        self.assertEqual(ireland.call("acm", "ListCertificates")["CertificateSummaryList"], [])
        eventually("the certificate", lambda: describe(arn).code == "")


class TagsAndDeletion(unittest.TestCase):
    def test_tags_are_added_replaced_and_removed(self) -> None:
        arn = request(unique("tags") + f".{ZONE}", Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        eventually("the certificate", lambda: describe(arn).code == "")
        self.assertEqual(
            aws.call("acm", "AddTagsToCertificate", CertificateArn=arn, Tags=[{"Key": "a", "Value": "3"}]).status, 200
        )
        self.assertEqual(
            aws.call("acm", "RemoveTagsFromCertificate", CertificateArn=arn, Tags=[{"Key": "b"}]).status, 200
        )
        eventually("the tags", lambda: tags(arn) == {"a": "3"})

    def test_a_pending_certificate_can_be_deleted_and_is_gone(self) -> None:
        arn = request(f"gone.{ZONE}")
        eventually("the certificate", lambda: describe(arn).code == "")
        self.assertEqual(aws.call("acm", "DeleteCertificate", CertificateArn=arn).status, 200)
        self.assertEqual(describe(arn).code, "ResourceNotFoundException")
        eventually("gone from the list", lambda: arn not in arns())

    def test_unknown_and_malformed_arns_are_told_apart(self) -> None:
        for operation in ("DescribeCertificate", "DeleteCertificate", "GetCertificate", "ListTagsForCertificate"):
            with self.subTest(operation):
                self.assertEqual(aws.call("acm", operation, CertificateArn=NOBODY).code, "ResourceNotFoundException")
                malformed = aws.call("acm", operation, CertificateArn="arn:aws:s3:::a-bucket-and-no-certificate").code
                self.assertIn(malformed, {"InvalidArnException", "ValidationException"})


def arns(**parameters: object) -> list[str]:
    answer = aws.call("acm", "ListCertificates", MaxItems=1000, **parameters)
    return [summary["CertificateArn"] for summary in answer["CertificateSummaryList"]]


def tags(arn: str) -> dict[str, str]:
    answer = aws.call("acm", "ListTagsForCertificate", CertificateArn=arn)
    return {tag["Key"]: tag.get("Value", "") for tag in answer["Tags"]}
