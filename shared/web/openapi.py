"""The OpenAPI 3.1 document of a service, generated from its door: what is served is what is promised."""

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from shared.problems import MEDIA_TYPE
from shared.web.door import Door, Route
from shared.web.later import PREFERENCE, TaskOut
from shared.web.policy import Policy

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "legal_basis": {"type": "array", "items": {"type": "string"}},
    },
}
_PATH_TYPES = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "string": {"type": "string"},
    "path": {"type": "string"},
}


def document(door: Door, policies: Mapping[str, Policy], *, title: str) -> dict[str, Any]:
    """The document of `door` as a JSON-ready dict; `policies` tell the roles of each operation."""
    spec = APISpec(
        title=title,
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=lambda schema: type(schema).__name__)],
        info={"description": "Lỗi theo RFC 9457, tiếng Việt trước; mọi lần ghi nhận Idempotency-Key."},
    )
    spec.components.schema("Problem", _PROBLEM)
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for route in sorted(door.routes, key=lambda route: (route.rule, route.method)):
        spec.path(
            path=door.base + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule),
            operations={route.method.lower(): _operation(route, policies[route.name])},
        )
    described: dict[str, Any] = spec.to_dict()
    return described


def _operation(route: Route, policy: Policy) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "summary": (route.view.__doc__ or route.view.__name__.replace("_", " ")).strip().split("\n")[0],
        "parameters": [*_path_parameters(route), *_query(route), *_headers(route)],
        "responses": {str(route.status): _answer(route), **_later(route), "default": _problem()},
        "security": [] if policy.public else [{"token": []}],
        "x-roles": sorted(policy.roles),
    }
    if route.body is not None:
        kind = "multipart/form-data" if _has_file(route) else "application/json"
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": route.body}}}
    return operation


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"in": "path", "name": name, "required": True, "schema": _PATH_TYPES[kind or "string"]}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route.rule)
    ]


def _query(route: Route) -> list[Any]:
    return [] if route.query is None else [{"in": "query", "schema": type(route.query)}]


def _headers(route: Route) -> list[dict[str, Any]]:
    headers: list[dict[str, Any]] = []
    if route.method != "GET" and route.produces == "application/json":
        headers.append(
            {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "maxLength": 255}}
        )
    if route.later:
        headers.append(
            {"in": "header", "name": "Prefer", "schema": {"type": "string"}, "example": PREFERENCE}
        )
    if route.if_match:
        headers.append({"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}})
    return headers


def _answer(route: Route) -> dict[str, Any]:
    schema: Any = route.answer if route.answer is not None else {"type": "string"}
    kinds = route.streams or (route.produces,)
    return {"description": "OK", "content": {kind: {"schema": schema} for kind in kinds}}


def _later(route: Route) -> dict[str, Any]:
    """The answer to a caller who prefers not to wait."""
    if not route.later:
        return {}
    return {"202": {"description": "Task", "content": {"application/json": {"schema": TaskOut}}}}


def _problem() -> dict[str, Any]:
    return {
        "description": "Problem",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _has_file(route: Route) -> bool:
    assert route.body is not None  # noqa: S101 - for the type checker
    return any(field.metadata.get("format") == "binary" for field in route.body.fields.values())
