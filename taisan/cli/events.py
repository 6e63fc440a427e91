"""`taisan events`: what waits, what was given up, and sending again what a broker lost (docs/runbook.md)."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from taisan.folder import DEFAULT

_DATA = click.option(
    "--data", envvar="TAISAN_DATA", default=DEFAULT, show_default=True, type=click.Path(path_type=Path),
    help="Thư mục dữ liệu · the data folder (TAISAN_DATA); else DATABASE_URL of one service.",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True)
_SERVICE = click.argument("service")


@click.group()
def events() -> None:
    """Sự kiện giữa các dịch vụ · events between services."""


@events.command("lag")
@_DATA
@_JSON
def lag(data: Path, *, as_json: bool) -> None:
    """Còn bao nhiêu sự kiện chưa gửi, bị bỏ · how many are unsent, and given up."""
    from taisan.event_care import lags

    found = _tried(lambda: lags(data, os.environ))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    for one in found:
        told = f"chưa gửi · unsent {one['unsent']}, bị bỏ · dead {one['dead']}, đến · up to {one['position']}"
        click.echo(f"  {one['service']:14} {told}")


@events.command("republish")
@_DATA
@_SERVICE
@click.option(
    "--from", "first", type=int, required=True, help="Từ vị trí · the first position to send again."
)
@click.option("--to", "last", type=int, help="Đến vị trí · the last one; without it, up to the newest.")
def republish(data: Path, service: str, first: int, last: int | None) -> None:
    """Gửi lại từ cơ sở dữ liệu khi máy chủ RabbitMQ mất dữ liệu · send again from the database.

    Bên nhận bỏ qua những gì đã làm · subscribers do nothing for what they have done already.
    """
    from taisan.event_care import send_again

    count = _tried(lambda: send_again(data, os.environ, service, first, last))
    click.echo(f"  Sẽ gửi lại {count} sự kiện · {count} events will be sent again")


@events.group("dead")
def dead() -> None:
    """Sự kiện bị bỏ, kèm lý do · events that were given up, with the reason."""


@dead.command("list")
@_DATA
@_JSON
@click.option("--all", "everything", is_flag=True, help="Cả những sự kiện đã giải quyết · settled ones too.")
def dead_list(data: Path, *, as_json: bool, everything: bool) -> None:
    """Liệt kê · list them, of every service."""
    from taisan.event_care import dead_of_all

    found = _tried(lambda: dead_of_all(data, os.environ, everything=everything))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    for one in found:
        click.echo(f"  {one['service']} {one['event_id']} {one['state']} {one['died_at']:%d/%m/%Y %H:%M}")
        click.echo(f"      {one['type']}: {one['reason']}")
    click.echo(f"  {len(found)} sự kiện · events")


@dead.command("show")
@_DATA
@_SERVICE
@click.argument("event_id")
def dead_show(data: Path, service: str, event_id: str) -> None:
    """Xem cả nội dung · show one with its content, as JSON."""
    from taisan.event_care import one_dead

    found = _tried(lambda: one_dead(data, os.environ, service, event_id))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@dead.command("replay")
@_DATA
@_SERVICE
@click.argument("event_ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Tất cả · everything that is dead.")
def dead_replay(data: Path, service: str, event_ids: tuple[str, ...], *, everything: bool) -> None:
    """Xử lý lại, một lần duy nhất · let the service act on them again, once in effect."""
    from taisan.event_care import replay

    if bool(event_ids) == everything:
        raise click.UsageError("Ghi các mã sự kiện, hoặc --all · name events, or say --all")
    count = _tried(lambda: replay(data, os.environ, service, event_ids))
    click.echo(f"  Sẽ xử lý lại {count} sự kiện · {count} events will be acted on again")


@dead.command("drop")
@_DATA
@_SERVICE
@click.argument("event_id")
@click.option("--reason", required=True, help="Vì sao bỏ hẳn · why it is never to be acted on.")
def dead_drop(data: Path, service: str, event_id: str, reason: str) -> None:
    """Bỏ hẳn, vẫn giữ để xem · never act on it; it stays readable."""
    from taisan.event_care import drop_one

    _tried(lambda: drop_one(data, os.environ, service, event_id, reason))
    click.echo(f"  Đã bỏ hẳn · dropped: {event_id}")


def _tried(act: Callable[[], Any]) -> Any:
    from shared.errors import DomainError
    from taisan.event_care import NotReachable

    try:
        return act()
    except NotReachable as refused:
        raise click.ClickException(str(refused)) from refused
    except DomainError as refused:
        raise click.ClickException(f"{refused.vi} · {refused.en}") from refused
