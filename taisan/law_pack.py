"""Packs of law data compared: what changes, which code reads it, and which records rest on it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from shared.law import LAW, NotInForce, Provision, instruments, pack
from taisan.services import APIS, ROOT

_PLACES = ("shared", "services", "taisan")
_COMPARED = ("title", "text", "certainty", "valid_from", "valid_to", "parameters", "details", "cites")
_KEPT = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
  AND (c.column_name = 'rules' OR c.column_name ~ '(^|_)rule$')
ORDER BY 1, 2
"""

Change = dict[str, Any]


def in_force(id_: str, on: date) -> tuple[str, Provision]:
    """(kind, version) of the row `id_` (in any case) as in force `on`; `ID@2` names a version itself.

    Raises LookupError for an unknown id, NotInForce for a day that no version covers.
    """
    wanted, _, number = id_.partition("@")
    for kind, rows in pack(LAW).items():
        for known, versions in rows.items():
            if known.casefold() == wanted.casefold():
                return kind, _version(versions, number, on)
    raise LookupError(id_)


def described(kind: str, provision: Provision) -> dict[str, Any]:
    """What a person wants to see of one version, JSON-ready but for dates."""
    return {
        "id": provision.key,
        "kind": kind,
        "title": provision.title,
        "text": provision.text,
        "cited": provision.citation(),
        "from": provision.valid_from,
        "to": provision.valid_to,
        "certainty": provision.certainty,
        "compared": "" if provision.compared else "chưa đối chiếu văn bản gốc",
        "parameters": dict(provision.parameters),
        "details": dict(provision.details),
        "code": readers_of(provision.id),
    }


def changes_between(before: Path, after: Path) -> list[Change]:
    """What differs between two packs, texts among it: {what: added|removed|changed, kind, id, fields}.

    `fields` maps a name to (before, after). Raises OSError, KeyError, tomllib.TOMLDecodeError.
    """
    old, new = dict(_rows(before)), dict(_rows(after))
    changes = []
    for key in sorted(old.keys() | new.keys()):
        was, is_ = old.get(key, {}), new.get(key, {})
        fields = {
            name: (was.get(name), is_.get(name))
            for name in sorted(was.keys() | is_.keys())
            if was.get(name) != is_.get(name)
        }
        if fields:
            what = "added" if not was else "removed" if not is_ else "changed"
            changes.append({"what": what, "kind": key[0], "id": key[1], "fields": fields})
    return changes


def touched_by(changes: Sequence[Change], data: Path) -> tuple[dict[str, Any], bool]:
    """{id: {code: files that read it, records: {"service.table": rows made under it}}} of `changes`, and
    whether records could be counted: only while the set on the folder `data` runs.
    """
    kept = _records(data)
    found = {}
    for change in changes:
        id_ = change["id"].partition("@")[0]
        records = {
            place: count
            for place, rows in (kept or {}).items()
            if (count := sum(n for key, n in rows.items() if key in {id_, change["id"]}))
        }
        found[change["id"]] = {"code": readers_of(id_), "records": records}
    return found, kept is not None


def readers_of(id_: str, *places: str) -> list[str]:
    """The Python files of `places` (the product's own, unless others are named) that name the row `id_`."""
    return sorted(
        str(path.relative_to(ROOT)) for path, text in _sources(*(places or _PLACES)) if _named(id_, text)
    )


def _sources(*places: str) -> Iterator[tuple[Path, str]]:
    for place in places:
        if place not in _READ:
            files = sorted((ROOT / place).rglob("*.py"))
            _READ[place] = [(path, path.read_text(encoding="utf-8")) for path in files]
        yield from _READ[place]


_READ: dict[str, list[tuple[Path, str]]] = {}


def _named(id_: str, text: str) -> bool:
    return re.search(rf"""["']{re.escape(id_)}(@\d+)?["']""", text) is not None


def _rows(folder: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for kind, rows in pack(folder).items():
        for versions in rows.values():
            for one in versions:
                yield (kind, one.key), {name: getattr(one, name) for name in _COMPARED}
    for key, text in instruments(folder).items():
        yield ("instrument", key), dict(text)


def _version(versions: Sequence[Provision], number: str, on: date) -> Provision:
    for one in versions:
        if (number and str(one.version) == number) or (not number and one.covers(on)):
            return one
    title = versions[0].title
    raise NotInForce(
        "law-not-in-force",
        vi=f"Dữ liệu pháp luật không có quy định áp dụng cho ngày {on:%d/%m/%Y} ({title}).",
        en=f"No version in our law data covers {on.isoformat()} ({title}).",
        legal_basis=[versions[0].id],
    )


def _records(data: Path) -> dict[str, Mapping[str, int]] | None:
    """How many rows of each table rest on which rule key; None when no set runs on `data`."""
    from taisan.scripting import TokenRefused, settings_of

    try:
        settings = settings_of(data)
        return {place: rows for name in APIS for place, rows in _counted(name, settings[name].database_url)}
    except (TokenRefused, psycopg.OperationalError):
        return None


def _counted(service: str, url: str) -> Iterator[tuple[str, dict[str, int]]]:
    with psycopg.connect(url, connect_timeout=3) as connection:
        connection.execute("SELECT set_config('app.scope', 'all', true)")
        for table, column, kind in connection.execute(_KEPT).fetchall():
            one = sql.Identifier(column)
            key = sql.SQL("unnest({})").format(one) if kind == "ARRAY" else one
            if kind == "jsonb":
                key = sql.SQL("jsonb_array_elements_text({})").format(one)
            counted = sql.SQL("SELECT {} AS key, count(*) FROM {} GROUP BY 1").format(
                key, sql.Identifier(table)
            )
            yield f"{service}.{table}", {str(key): count for key, count in connection.execute(counted)}
