"""What botocore's model of a service says of an answer on the wire. botocore's own parser skips what it does not know: so the raw body is read here."""

from __future__ import annotations

import json
import re
from typing import Any, Iterator
from xml.etree import ElementTree

from botocore.model import OperationModel, Shape, StructureShape
from botocore.validate import ParamValidator

# Answers that AWS itself gives outside of its model. `test_operations` fails on one that no longer occurs.
KNOWN_EXCEPTIONS = {
    "acm.DescribeCertificate Certificate.KeyAlgorithm: RSA-2048 is not in its enum": "AWS spells it with a hyphen",
    "acm.ListCertificates CertificateSummaryList.KeyAlgorithm: RSA-2048 is not in its enum": "AWS spells it with a hyphen",
    "acm.ListTagsForCertificate Invalid length for parameter Tags, value: 0, valid min length: 1": "it has no tags",
    'route53.CreateHostedZone Missing required parameter in input: "DelegationSet"': "a private zone has none",
    'route53.ListHostedZones Missing required parameter in input: "Marker"': "only where the request had one",
}

# Errors of every operation, in no model of an operation: code -> HTTP statuses (AWS's pages "Common Errors").
COMMON_ERRORS = {
    "AccessDenied": {403},
    "AccessDeniedException": {400, 403},
    "ExpiredToken": {403},
    "ExpiredTokenException": {400, 403},
    "InternalFailure": {500},
    "InvalidClientTokenId": {403},
    "Throttling": {400},
    "ThrottlingException": {400},
    "UnrecognizedClientException": {400, 403},
    "ValidationError": {400},
    "ValidationException": {400},
}


def check(model: OperationModel, response: dict[str, Any]) -> list[str]:
    """Everything in which an answer departs from the model, in words. `response` is botocore's raw form: status_code, headers, body."""
    body = response["body"].decode()
    problems = _failed(model, response, body) if response["status_code"] >= 300 else _succeeded(model, response, body)
    return [f"{model.service_model.service_name}.{model.name} {problem}" for problem in problems]


def check_parsed(model: OperationModel, parsed: dict[str, Any]) -> list[str]:
    """Missing members, wrong types and values outside of enums and patterns in an answer as botocore parsed it."""
    if model.output_shape is None:
        return []
    value = {name: member for name, member in parsed.items() if name != "ResponseMetadata"}
    report = ParamValidator().validate(value, model.output_shape).generate_report()
    problems = ([report] if report else []) + list(_values(model.output_shape, value, ""))
    return [f"{model.service_model.service_name}.{model.name} {problem}" for problem in problems]


def _succeeded(model: OperationModel, response: dict[str, Any], body: str) -> Iterator[str]:
    expected = model.http.get("responseCode", 200)
    if response["status_code"] != expected:
        yield f"answers {response['status_code']} instead of {expected}"
    shape = _body_shape(model)
    if shape is None or not body:
        if shape or body:
            yield f"has {'a' if body else 'no'} body, unlike the model"
    elif model.service_model.resolved_protocol == "json":
        yield from _unknown_in_json(shape, json.loads(body or "{}"), "")
    else:
        yield from _unknown_in_document(model, shape, body)


def _body_shape(model: OperationModel) -> Shape | None:
    """What the body holds: the payload member where the model names one, else all members that travel in no header."""
    output = model.output_shape
    if output is None:
        return None
    payload = output.serialization.get("payload")
    if payload:
        return output.members[payload]
    in_headers = [member for member in output.members.values() if "location" in member.serialization]
    return output if not in_headers or len(in_headers) < len(output.members) else None


def _unknown_in_document(model: OperationModel, shape: Shape, body: str) -> Iterator[str]:
    root = ElementTree.fromstring(body)
    wanted = model.metadata.get("xmlNamespace") or _namespace_of_input(model)
    if _namespace(root) != wanted:
        yield f"has the namespace {_namespace(root)} instead of {wanted}"
    if model.service_model.resolved_protocol == "query":
        result = root.find(
            f"{{{wanted}}}{model.output_shape.serialization.get('resultWrapper', model.name + 'Result')}"
        )
        if result is None or not root.findtext(f"{{{wanted}}}ResponseMetadata/{{{wanted}}}RequestId"):
            yield "has no result or no RequestId"
            return
        root = result
    elif _local(root) != shape.name:
        yield f"has the root {_local(root)} instead of {shape.name}"
    yield from _unknown_in_xml(shape, root, "")


def _namespace_of_input(model: OperationModel) -> str | None:
    """REST-XML models name the namespace at inputs with a body. It is one and the same for a service."""
    for name in model.service_model.operation_names:
        shape = model.service_model.operation_model(name).input_shape
        payload = shape.serialization.get("payload") if shape else None
        for candidate in filter(None, [shape, shape.members[payload] if payload else None]):
            namespace = candidate.serialization.get("xmlNamespace")
            if namespace:
                return namespace["uri"] if isinstance(namespace, dict) else namespace
    return None


def _unknown_in_json(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, member in value.items():
            if name not in shape.members:
                yield f"{path}{name}: is not in the model"
            elif member is None:
                yield f"{path}{name}: is null"
            else:
                yield from _unknown_in_json(shape.members[name], member, f"{path}{name}.")
    elif shape.type_name == "list":
        for member in value:
            yield from _unknown_in_json(shape.member, member, path)


def _unknown_in_xml(shape: Shape, element: ElementTree.Element, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        members = {_element_name(name, member): member for name, member in shape.members.items()}
        for child in element:
            if _local(child) not in members:
                yield f"{path}{_local(child)}: is not in the model"
            else:
                yield from _unknown_in_xml(members[_local(child)], child, f"{path}{_local(child)}.")
    elif shape.type_name == "list" and not shape.serialization.get("flattened"):
        wanted = shape.member.serialization.get("name", "member")
        for child in element:
            if _local(child) != wanted:
                yield f"{path}{_local(child)}: the list's items are called {wanted}"
            else:
                yield from _unknown_in_xml(shape.member, child, path)
    elif len(element):
        yield f"{path[:-1]}: has elements inside, but is a {shape.type_name}"


def _element_name(name: str, member: Shape) -> str:
    if member.type_name == "list" and member.serialization.get("flattened"):
        return member.member.serialization.get("name", name)
    return member.serialization.get("name", name)


def _failed(model: OperationModel, response: dict[str, Any], body: str) -> Iterator[str]:
    modelled = {
        _code(shape): shape.metadata.get("error", {}).get("httpStatusCode", 400) for shape in model.error_shapes
    }
    code = json.loads(body)["__type"] if model.service_model.resolved_protocol == "json" else _code_in_document(body)
    if code is None:
        yield f"fails without a code: {body[:120]}"
    elif code in modelled:
        if response["status_code"] != modelled[code]:
            yield f"fails with {code} and {response['status_code']} instead of {modelled[code]}"
    elif response["status_code"] not in COMMON_ERRORS.get(code, set()):
        yield f"fails with {code} ({response['status_code']}), which the model does not know"
    if model.service_model.resolved_protocol == "json" and response["headers"].get("x-amzn-errortype") != code:
        yield f"has no X-Amzn-ErrorType header with {code}"


def _code(shape: StructureShape) -> str:
    return shape.metadata.get("error", {}).get("code", shape.name)


def _code_in_document(body: str) -> str | None:
    root = ElementTree.fromstring(body)
    # Route 53 alone answers with a root of the error's own name, for errors that hold a list of messages.
    if _local(root) == "InvalidChangeBatch":
        return _local(root)
    return next((element.text for element in root.iter() if _local(element) == "Code"), None)


def _values(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from _values(shape.members[name], member, f"{path}{name}.")
    elif shape.type_name == "list":
        for member in value:
            yield from _values(shape.member, member, path)
    elif shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            yield f"{path[:-1]}: {value} is not in its enum"
        pattern = _compiled(shape.metadata.get("pattern", ""))
        if pattern and not pattern.search(value):
            yield f"{path[:-1]}: {value!r} does not match {pattern.pattern}"


def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Models hold Java's patterns. Those with Unicode classes, which Python does not know, are for comments and descriptions."""
    return None if r"\p{" in pattern else re.compile(pattern)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _namespace(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[0].lstrip("{")
