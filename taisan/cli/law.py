"""`taisan law`: what the law data says on a day, and whom another pack of it would touch."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from taisan.folder import DEFAULT

_ON = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Ngày của việc làm · the day of the act."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="In JSON · print JSON.")


@click.group()
def law() -> None:
    """Quy định của pháp luật trong dữ liệu · the law as data."""


@law.command("show")
@click.argument("rule")
@_ON
@_JSON
def show(rule: str, on: Any, *, as_json: bool) -> None:
    """Một quy định, mẫu, thời hạn vào một ngày · one rule, form or deadline as in force on a day."""
    from shared.clock import today
    from shared.errors import DomainError
    from taisan.law_pack import described, in_force

    day = on.date() if on else today()
    try:
        kind, provision = in_force(rule, day)
    except LookupError as error:
        raise click.ClickException(f"Không có {rule} trong law/ · law/ has no {rule}") from error
    except DomainError as refused:
        raise click.ClickException(f"{refused.vi} · {refused.en}") from refused
    found = described(kind, provision)
    click.echo(_as_json(found) if as_json else _lines(found))


@law.command("diff")
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data", envvar="TAISAN_DATA", default=DEFAULT, show_default=True, type=click.Path(path_type=Path),
    help="Thư mục dữ liệu để đếm hồ sơ bị ảnh hưởng · the data folder whose records are counted.",
)  # fmt: skip
@_JSON
def diff(before: Path, after: Path, data: Path, *, as_json: bool) -> None:
    """So hai bộ dữ liệu pháp luật: gì đổi, ai bị ảnh hưởng · two packs: what changes, whom it touches.

    Exit 0 when they say the same, 1 when they differ.
    """
    import tomllib

    from taisan.law_pack import changes_between, touched_by

    try:
        changes = changes_between(before, after)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise click.ClickException(f"Không đọc được bộ dữ liệu · the pack cannot be read: {error}") from error
    touched, counted = touched_by(changes, data)
    if as_json:
        told = [{**change, "touches": touched[change["id"]]} for change in changes]
        click.echo(_as_json({"records_counted": counted, "changes": told}))
    else:
        _tell(changes, touched, counted=counted)
    raise SystemExit(1 if changes else 0)


def _tell(changes: list[dict[str, Any]], touched: dict[str, Any], *, counted: bool) -> None:
    if not changes:
        click.echo("  Hai bộ nói như nhau · they say the same")
    for change in changes:
        click.echo(f"{change['what']:8} {change['kind']} {change['id']}")
        for field, (old, new) in change["fields"].items():
            click.echo(f"           {field}: {old} → {new}")
        touches = touched[change["id"]]
        if touches["code"]:
            click.echo(f"           mã dùng · code: {', '.join(touches['code'])}")
        for place, count in touches["records"].items():
            click.echo(f"           hồ sơ · records: {place} {count:,}")
    if changes and not counted:
        click.echo("  Chưa đếm hồ sơ: taisan không chạy trên thư mục này · not counted: no running set there")


def _lines(found: dict[str, Any]) -> str:
    width = max(len(name) for name in found)
    return "\n".join(
        f"  {name:{width}}  {_plain(value)}" for name, value in found.items() if value not in (None, "", {})
    )


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_plain(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return str(value)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_day)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not for JSON: {value!r}")
