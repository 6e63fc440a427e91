"""The contracts of contracts/ as documents for readers: every event and every HTTP operation, one by one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from shlex import quote
from typing import Any

from shared.contracts import CONTRACTS

DEEPEST = 6  # levels of a schema that a table shows
_LIMITS = ("format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One property of a schema; `name` is its path, such as `lines[].asset_id`."""

    name: str
    kind: str
    required: bool
    limits: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class EventPage:
    """One type of event; its routing key is its type."""

    type: str
    vi: str
    en: str
    sender: str
    family: str
    version: str
    rows: tuple[Row, ...]
    example: str


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation; `place` is path, query or header."""

    place: str
    row: Row


@dataclass(frozen=True)
class Answer:
    """What an operation answers with: status, media type, and the properties when it is JSON."""

    status: str
    media: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class OperationPage:
    """One operation over HTTP."""

    service: str
    id: str
    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    media: str
    body: tuple[Row, ...]
    answers: tuple[Answer, ...]
    errors: tuple[Row, ...]

    def curl(self, origin: str) -> str:
        """A command that asks it at `origin` (scheme and host); $TOKEN and {names} are the reader's."""
        words = ["curl"] + ([] if self.method == "GET" else ["-X", self.method])
        words += ["-H", '"Authorization: Bearer $TOKEN"']
        for one in self.parameters:
            if one.place == "header" and one.row.name in _HEADERS:
                words += ["-H", _HEADERS[one.row.name]]
        if self.media == "multipart/form-data":
            words += [word for row in self.body if row.required for word in ("-F", f"{row.name}=@FILE")]
        elif self.media:
            words += ["-H", quote(f"Content-Type: {self.media}"), "--data", "@body.json"]
        asked = [one.row.name for one in self.parameters if one.place == "query" and one.row.required]
        query = "?" + "&".join(f"{name}={{{name}}}" for name in asked) if asked else ""
        return " ".join([*words, quote(f"{origin}{self.path}{query}")])


_HEADERS = {"Idempotency-Key": '"Idempotency-Key: $(uuidgen)"', "If-Match": "'If-Match: \"1\"'"}


@cache
def events() -> Mapping[str, EventPage]:
    """Every event by its type, in the order of the names."""
    return {path.stem: _event(path.stem) for path in sorted((CONTRACTS / "events").glob("*.json"))}


@cache
def operations() -> Mapping[tuple[str, str], OperationPage]:
    """Every operation by service and operationId, in the order of the paths."""
    found: dict[tuple[str, str], OperationPage] = {}
    for path in sorted((CONTRACTS / "http").glob("*.openapi.json")):
        service, document = path.name.partition(".")[0], json.loads(path.read_text("utf-8"))
        for address, methods in document["paths"].items():
            for method, said in methods.items():
                page = _operation(service, method.upper(), address, said, document)
                found[service, page.id] = page
    return found


def _event(name: str) -> EventPage:
    schema = json.loads((CONTRACTS / "events" / f"{name}.json").read_text("utf-8"))
    example = json.loads((CONTRACTS / "examples" / f"{name}.json").read_text("utf-8"))
    sender, noun, _verb, version = name.split(".")
    vi, _, en = schema["description"].partition(" / ")
    return EventPage(
        type=name,
        vi=vi,
        en=en or vi,
        sender=sender,
        family=f"{sender}.{noun}",
        version=version,
        rows=tuple(_rows(schema, schema)),
        example=json.dumps(example, ensure_ascii=False, indent=2),
    )


def _operation(service: str, method: str, address: str, said: Schema, document: Schema) -> OperationPage:
    sent = said.get("requestBody", {}).get("content", {})
    media = next(iter(sent), "")
    return OperationPage(
        service=service,
        id=said["operationId"],
        method=method,
        path=address,
        summary=said["summary"],
        roles=tuple(said.get("x-roles", ())),
        parameters=tuple(
            Parameter(
                one["in"],
                _row(
                    one["name"],
                    {**_resolved(one["schema"], document), "description": one.get("description", "")},
                    document,
                    required=one.get("required", False),
                ),
            )
            for one in said["parameters"]
        ),
        media=media,
        body=tuple(_rows(sent[media].get("schema", {}), document)) if media else (),
        answers=tuple(
            Answer(status, kind, tuple(_rows(content.get("schema", {}), document)))
            for status, answer in said["responses"].items()
            if status != "default"
            for kind, content in (answer.get("content") or {"": {}}).items()
        ),
        errors=tuple(_rows(document["components"]["schemas"]["Problem"], document)),
    )


def _rows(schema: Schema, document: Schema, before: str = "", depth: int = 0) -> Iterator[Row]:
    """The properties of `schema` with those inside them, each by its path."""
    schema = _resolved(schema, document)
    while "items" in schema:
        schema, before = _resolved(schema["items"], document), (before.removesuffix(".") + "[].")
    if depth >= DEEPEST:
        return
    needed = schema.get("required", ())
    for name, inside in schema.get("properties", {}).items():
        yield _row(before + name, inside, document, required=name in needed)
        yield from _rows(inside, document, f"{before}{name}.", depth + 1)


def _row(name: str, schema: Schema, document: Schema, *, required: bool) -> Row:
    schema = _resolved(schema, document)
    limits = [f"{limit}: {schema[limit]}" for limit in _LIMITS if limit in schema]
    choices = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if choices:
        limits.append(" | ".join("null" if one is None else str(one) for one in choices))
    return Row(name, _kind(schema, document), required, tuple(limits), schema.get("description", ""))


def _kind(schema: Schema, document: Schema) -> str:
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " | ".join(
                dict.fromkeys(_kind(_resolved(one, document), document) for one in schema[word])
            )
    kind = schema.get("type", "string" if "enum" in schema else "any")
    if kind == "array" and "items" in schema:
        return f"array of {_kind(_resolved(schema['items'], document), document)}"
    return kind if isinstance(kind, str) else " | ".join(kind)


def _resolved(schema: Schema, document: Schema) -> Schema:
    """`schema`, or what its reference of this document leads to; other words beside it are kept."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
    if len(schema.get("allOf", ())) == 1:
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        return {**_resolved(schema["allOf"][0], document), **rest}
    return schema
