"""boto3 as an independent client: every call is kept with its answer and with all in which the answer departs from the service's model."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import OperationModel

import response_check

# No retries: a refusal is an answer, and a lost answer a fault.
_CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, inject_host_prefix=False)


@dataclass(frozen=True)
class Outcome:
    status: int
    # The error's code; "" after success.
    code: str
    message: str
    # The answer as botocore parsed it, without ResponseMetadata.
    value: dict[str, Any]
    headers: dict[str, str]

    def __getitem__(self, member: str) -> Any:
        if self.code:
            raise AssertionError(f"{self.code}: {self.message}")
        return self.value[member]


# Seconds between two calls: ACM counts each operation for itself, and takes as few as five a second; Route 53 counts all together.
_PAUSE = {"acm": 0.22, "cloudfront": 0.1, "cloudfront write": 0.6, "route53": 0.1, "sts": 0.0}

# Of all calls whose answers are held against the model: (service, operation) that succeeded, and departures in words.
succeeded: set[tuple[str, str]] = set()
departures: set[str] = set()


@dataclass
class Endpoint:
    """One AWS double, called with one access key."""

    url: str
    access_key: str
    region: str = "us-east-1"
    session_token: str | None = None
    # Whether answers are held against the model.
    is_checked: bool = True
    # Whether calls keep to the request rates of AWS.
    is_paced: bool = True
    _last_call: dict[str, float] = field(default_factory=dict)
    _clients: dict[str, Any] = field(default_factory=dict)
    _raw: list[tuple[OperationModel, dict[str, Any]]] = field(default_factory=list)

    def call(self, service: str, operation: str, **parameters: Any) -> Outcome:
        """Calls an operation by its name in the AWS API. An error of the service is an outcome; anything else is raised."""
        client = self._client(service)
        self._raw.clear()
        self._keep_pace(service, operation)
        try:
            parsed = getattr(client, _method(operation))(**parameters)
            error: dict[str, Any] = {}
        except ClientError as refusal:
            parsed = {"ResponseMetadata": refusal.response["ResponseMetadata"]}
            error = refusal.response["Error"]
        if self.is_checked:
            self._hold_against_the_model(parsed, is_error=bool(error))
        metadata = parsed.pop("ResponseMetadata")
        return Outcome(
            metadata["HTTPStatusCode"], error.get("Code", ""), error.get("Message", ""), parsed, metadata["HTTPHeaders"]
        )

    def _keep_pace(self, service: str, operation: str) -> None:
        is_write = service == "cloudfront" and not operation.startswith(("Get", "List"))
        kind = "cloudfront write" if is_write else service
        counted = f"{service} {operation}" if service == "acm" else kind
        if self.is_paced:
            time.sleep(max(0, self._last_call.get(counted, 0) + _PAUSE[kind] - time.monotonic()))
        self._last_call[counted] = time.monotonic()

    def _hold_against_the_model(self, parsed: dict[str, Any], is_error: bool) -> None:
        [(model, raw)] = self._raw
        departures.update(response_check.check(model, raw))
        if not is_error:
            succeeded.add((model.service_model.service_name, model.name))
            departures.update(response_check.check_parsed(model, parsed))
        if not parsed["ResponseMetadata"].get("RequestId"):
            departures.add(f"{model.service_model.service_name}.{model.name} has no request id")

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            session = boto3.session.Session(self.access_key, "secret", self.session_token, self.region)
            client = session.client(service, endpoint_url=self.url, config=_CONFIG)
            client.meta.events.register("before-parse", self._keep)
            self._clients[service] = client
        return self._clients[service]

    def _keep(self, operation_model: OperationModel, response_dict: dict[str, Any], **_: Any) -> None:
        self._raw.append((operation_model, response_dict))


def _method(operation: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).lower()
