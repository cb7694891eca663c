from __future__ import annotations

import re
import unittest
from typing import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import botocore.session
from botocore.model import OperationModel

from recorder import departures, succeeded
from response_check import KNOWN_EXCEPTIONS
from world import aws

SERVICES = ("acm", "cloudfront", "route53", "sts")
NOT_IMPLEMENTED = 501


class Operations(unittest.TestCase):
    """Runs last: looks back at all calls of this run."""

    def test_every_operation_that_the_simulator_has_was_driven_to_success_and_every_other_is_a_loud_error(self) -> None:
        simulated = {(model.service_model.service_name, model.name) for model in _models() if _status(model) != NOT_IMPLEMENTED}
        self.assertEqual(sorted(simulated), sorted(succeeded))

    def test_every_answer_was_as_the_model_of_the_service_has_it(self) -> None:
        self.assertEqual(sorted(departures - KNOWN_EXCEPTIONS.keys()), [])
        self.assertEqual(sorted(KNOWN_EXCEPTIONS.keys() - departures), [])


def _models() -> Iterator[OperationModel]:
    session = botocore.session.get_session()
    for service in SERVICES:
        model = session.get_service_model(service)
        yield from (model.operation_model(name) for name in model.operation_names)


def _status(model: OperationModel) -> int:
    """What the simulator answers to an empty request with a key that nobody has: nothing can come of it but a refusal."""
    service = model.service_model
    path = re.sub(r"\{[^}]+\}", "X", model.http.get("requestUri", "/"))
    form = f"Action={model.name}&Version={service.api_version}" if service.resolved_protocol == "query" else ""
    scope = f"AKIANOBODY0000000001/20260101/us-east-1/{service.signing_name}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-www-form-urlencoded" if form else "application/x-amz-json-1.1",
    }
    if service.resolved_protocol == "json":
        headers["X-Amz-Target"] = f"{service.metadata['targetPrefix']}.{model.name}"
    method = model.http.get("method", "POST")
    body = None if method in ("GET", "HEAD") else form.encode()
    try:
        with urlopen(Request(aws.url + path, body, headers, method=method), timeout=10) as answer:
            return answer.status
    except HTTPError as refusal:
        return refusal.code
