"""`taisan subscriber`: other teams' services that want our events (docs/subscribe.md)."""

import json
from collections.abc import Callable
from typing import Any

import click

_MANAGEMENT = click.option(
    "--management", envvar="RABBITMQ_MANAGEMENT", required=True,
    help="http://admin:password@host:15672 (RABBITMQ_MANAGEMENT).",
)  # fmt: skip
_BROKER = click.option(
    "--broker", envvar="RABBITMQ_BROKER", required=True,
    help="amqp(s)://host:port/vhost, nơi bên nhận kết nối · where subscribers connect (RABBITMQ_BROKER).",
)  # fmt: skip


@click.group()
def subscriber() -> None:
    """Bên nhận sự kiện qua RabbitMQ · subscribers of events on RabbitMQ."""


@subscriber.command("add")
@_MANAGEMENT
@_BROKER
@click.argument("name")
@click.option(
    "--events", "topics", multiple=True, required=True, help="Ví dụ · for example handover.record.*.v1"
)
@click.option("--json", "as_json", is_flag=True)
def add(management: str, broker: str, name: str, topics: tuple[str, ...], *, as_json: bool) -> None:
    """Thêm một bên nhận: tài khoản, hàng đợi, quyền · add one: user, queue, rights."""
    made = _tried(management, broker, lambda found: found.add(name, topics))
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    for what, value in made.items():
        click.echo(f"  {what:14} {value}")
    click.echo("  Mật khẩu chỉ hiện một lần · the password is shown once: docs/subscribe.md")


@subscriber.command("remove")
@_MANAGEMENT
@_BROKER
@click.argument("name")
def remove(management: str, broker: str, name: str) -> None:
    """Bỏ một bên nhận đã nhận hết sự kiện · remove one whose queues are empty."""
    _tried(management, broker, lambda found: found.remove(name))
    click.echo(f"  Đã bỏ · removed: {name}")


@subscriber.command("list")
@_MANAGEMENT
@_BROKER
@click.option("--json", "as_json", is_flag=True)
def listing(management: str, broker: str, *, as_json: bool) -> None:
    """Các bên nhận và số sự kiện đang chờ · subscribers and how many events wait."""
    found = _tried(management, broker, lambda subscribers: subscribers.all())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        told = f"chờ · waiting {one['waiting']}, bỏ · dead {one['dead']}, nghe · listening {one['consumers']}"
        click.echo(f"  {one['name']:24} {told}\n  {'':24} {', '.join(one['topics'])}")


def _tried(management: str, broker: str, act: Callable[[Any], Any]) -> Any:
    from taisan.subscribers import NotSubscribed, Subscribers

    try:
        with Subscribers(management, broker) as found:
            return act(found)
    except NotSubscribed as refused:
        raise click.ClickException(str(refused)) from refused
