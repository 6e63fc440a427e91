"""The command `taisan`. Every command imports what it needs when it runs, so that `--help` is quick."""

import os
import sys
from pathlib import Path

import click

from taisan.cli.events import events
from taisan.cli.export import export
from taisan.cli.law import law
from taisan.cli.subscriber import subscriber
from taisan.cli.witness import witness
from taisan.folder import DEFAULT

_DATA = click.option(
    "--data", envvar="TAISAN_DATA", default=DEFAULT, show_default=True, type=click.Path(path_type=Path),
    help="Thư mục dữ liệu · the data folder (TAISAN_DATA).",
)  # fmt: skip
_PORT = click.option("--port", envvar="PORT", default=8080, show_default=True, help="Cổng · the port (PORT).")
_HTTPS = click.option(
    "--https", is_flag=True, help="Phục vụ mạng nội bộ qua TLS · serve the local network by TLS."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tài sản CNTT công: sổ, nhãn QR, bàn giao, thu hồi.

    Public IT assets: book, QR labels, handover, recall.
    """


main.add_command(events)
main.add_command(export)
main.add_command(law)
main.add_command(witness)
main.add_command(subscriber)


@main.command()
@_DATA
@_PORT
@_HTTPS
def demo(data: Path, port: int, *, https: bool) -> None:
    """Chạy với dữ liệu mẫu Long Biên · serve with the Long Biên sample data."""
    _serve(data, port, demo=True, https=https)


@main.command()
@_DATA
@_PORT
@_HTTPS
@click.option(
    "--empty", is_flag=True, help="Không nạp dữ liệu mẫu (mặc định) · no sample data (the default)."
)
def up(data: Path, port: int, *, https: bool, empty: bool) -> None:  # noqa: ARG001 - says aloud what is the default
    """Chạy với dữ liệu đã có · serve what the data folder holds."""
    _serve(data, port, demo=False, https=https)


@main.command()
@_DATA
@click.option(
    "--role", "roles", multiple=True, required=True, help="officer, holder, head, accountant, auditor, admin"
)
@click.option("--unit", default="", help="Mã đơn vị · code of the unit whose subtree is seen.")
@click.option("--person", default="", help="Mã người · code of the person who acts.")
def token(data: Path, roles: tuple[str, ...], unit: str, person: str) -> None:
    """In một mã truy cập 5 phút cho tập lệnh · print a token for scripts, good for five minutes."""
    from taisan.scripting import TokenRefused, token_for

    try:
        click.echo(token_for(data, frozenset(roles), unit, person))
    except TokenRefused as refused:
        raise click.ClickException(str(refused)) from refused


@main.group()
def unit() -> None:
    """Đơn vị · units."""


@unit.command("add")
@_DATA
@click.argument("code")
@click.argument("name")
@click.option("--kind", default="other", help="province, district, ward, office, school, department, other")
@click.option("--parent", default="", help="Mã đơn vị cấp trên · code of the unit above.")
def unit_add(data: Path, code: str, name: str, kind: str, parent: str) -> None:
    """Thêm một đơn vị · add a unit; the first one has none above it."""
    from taisan.founding import NotAdded, add_unit

    try:
        add_unit(data, code, name, kind, parent)
    except NotAdded as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"  Đã thêm · added: {code} {name}")


@main.group()
def user() -> None:
    """Tài khoản · accounts."""


@user.command("add")
@_DATA
@click.argument("login")
@click.option("--name", required=True, help="Tên hiển thị · the name that is shown.")
@click.option("--role", "roles", multiple=True, required=True, help="officer, holder, head, accountant, …")
@click.option("--unit", "unit_code", default="", help="Mã đơn vị · code of the unit whose subtree is seen.")
@click.option("--person", default="", help="Mã cán bộ · code of the person, who can then sign.")
@click.password_option(
    envvar="TAISAN_PASSWORD", help="Mật khẩu; không ghi thì được hỏi · asked for if not given."
)
def user_add(  # noqa: PLR0917 - click hands over every option by name
    data: Path, login: str, name: str, roles: tuple[str, ...], unit_code: str, person: str, password: str
) -> None:
    """Thêm tài khoản, hoặc đặt lại cho tài khoản đã có · add an account, or set an existing one anew."""
    from taisan.founding import NotAdded, add_user

    try:
        add_user(data, login, name, password, roles=roles, place=(unit_code, person))
    except NotAdded as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"  Đăng nhập được ngay · can log in now: {login}")


@main.command()
@click.option(
    "--check", is_flag=True, help="Chỉ so sánh · compare only; 1 when a file differs from the code."
)
@click.option(
    "--release", "released", is_flag=True,
    help="Chốt sự kiện hiện nay thành bản phát hành · make the events of now the released ones.",
)  # fmt: skip
def contracts(*, check: bool, released: bool) -> None:
    """Viết contracts/http/*.openapi.json từ mã nguồn · write the OpenAPI documents from the code."""
    from taisan.promises import differing, write
    from taisan.releases import release

    if released:
        try:
            click.echo(f"  {release()} sự kiện · events: contracts/released/")
        except ValueError as breach:
            raise click.ClickException(str(breach)) from breach
    elif not check:
        write()
    elif stale := differing():
        raise click.ClickException(
            f"contracts/http differs from the code: {', '.join(stale)}; run `make contracts`"
        )


@main.command()
@_DATA
@_PORT
def doctor(data: Path, port: int) -> None:
    """Xem máy này có đủ điều kiện chạy không · look whether this machine can run taisan."""
    from taisan.doctor import findings

    bad = 0
    for finding in findings(data, port):
        bad += not finding.good
        click.echo(f"  {'✓' if finding.good else '✗'} {finding.vi} · {finding.en}")
    sys.exit(1 if bad else 0)


def _serve(data: Path, port: int, *, demo: bool, https: bool) -> None:
    from taisan.folder import FolderTaken
    from taisan.greeting import greet
    from taisan.supervisor import NotStarted, Supervisor, Wish
    from taisan.words import complain

    https = https or os.environ.get("HTTPS", "") not in {"", "0"}
    try:
        Supervisor(Wish(data, port, demo=demo, https=https)).run(greet)
    except FolderTaken as error:
        raise click.ClickException(str(error)) from error
    except NotStarted as error:
        complain(error.vi, error.en)
        sys.exit(1)
    except KeyboardInterrupt:
        pass
    click.echo("\n  taisan đã dừng, dữ liệu đã lưu · taisan has stopped, the data is kept")
