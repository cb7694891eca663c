"""The simulator's control plane, and what a test does as "somebody" outside of AWS."""

from __future__ import annotations

import json
import time
from typing import Any, Callable, TypeVar
from urllib.request import Request, urlopen

T = TypeVar("T")


class Control:
    def __init__(self, url: str) -> None:
        self._url = url

    def get(self, path: str) -> Any:
        return self._send("GET", path, None)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._url.rstrip("/") + path, data, {"content-type": "application/json"}, method=method)
        with urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def eventually(what: str, look: Callable[[], T | None], seconds: float = 30, every: float = 0.4) -> T:
    """The first answer that is neither None nor false. Looks seldom enough to stay within AWS's request rates."""
    until = time.monotonic() + seconds
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(every)
