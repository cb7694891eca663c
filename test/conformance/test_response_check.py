from __future__ import annotations

import unittest
from typing import Any

import botocore.session

from response_check import check, check_parsed

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"


def model(service: str, operation: str) -> Any:
    return botocore.session.get_session().get_service_model(service).operation_model(operation)


def answer(body: str, status: int = 200, **headers: str) -> dict[str, Any]:
    return {"status_code": status, "headers": headers, "body": body.encode()}


class ResponseCheck(unittest.TestCase):
    """The check must notice what it is there to notice."""

    def test_a_member_that_the_model_does_not_know(self) -> None:
        [problem] = check(model("acm", "DescribeCertificate"), answer('{"Certificate": {"Statuss": "ISSUED"}}'))
        self.assertIn("Certificate.Statuss", problem)

    def test_an_element_that_the_model_does_not_know(self) -> None:
        document = f'<DistributionList xmlns="{NAMESPACE}"><Items><Distribution/></Items></DistributionList>'
        [problem] = check(model("cloudfront", "ListDistributions"), answer(document))
        self.assertIn("the list's items are called DistributionSummary", problem)

    def test_a_document_of_another_namespace_or_root(self) -> None:
        self.assertEqual(len(check(model("cloudfront", "ListDistributions"), answer("<Distributions/>"))), 2)

    def test_another_status_than_that_of_the_model(self) -> None:
        body = f'<Distribution xmlns="{NAMESPACE}"/>'
        [problem] = check(model("cloudfront", "CreateDistribution"), answer(body))
        self.assertIn("answers 200 instead of 201", problem)

    def test_an_error_that_the_operation_does_not_have_or_has_with_another_status(self) -> None:
        def error(code: str) -> str:
            return f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Code>{code}</Code></Error></ErrorResponse>'

        operation = model("cloudfront", "GetDistribution")
        self.assertEqual(check(operation, answer(error("NoSuchDistribution"), 404)), [])
        self.assertEqual(len(check(operation, answer(error("NoSuchDistribution"), 400))), 1)
        self.assertEqual(len(check(operation, answer(error("NoSuchOrigin"), 404))), 1)

    def test_a_missing_member_and_a_value_outside_of_its_enum(self) -> None:
        operation = model("acm", "DescribeCertificate")
        self.assertEqual(len(check_parsed(operation, {"Certificate": {"Status": "READY"}})), 1)
        incomplete = {"Certificate": {"DomainValidationOptions": [{}]}}
        self.assertEqual(len(check_parsed(operation, incomplete)), 1)
