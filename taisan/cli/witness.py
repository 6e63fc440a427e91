"""`taisan witness`: hold a ledger to what it showed before."""

import time
from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.argument("address")
@click.option(
    "--kept", default="taisan-witness.json", show_default=True, type=click.Path(path_type=Path),
    help="Tệp ghi nhớ điều đã thấy · the file that remembers what was seen.",
)  # fmt: skip
@click.option("--key", default="", help="Khoá sổ cái đã ghi từ trước · the ledger's key as noted before.")
@click.option("--every", default=0, help="Nhìn lại sau mỗi N giây · look again every N seconds.")
def witness(address: str, kept: Path, key: str, every: int) -> None:
    """Chứng kiến một sổ cái: quá khứ của nó có bị sửa không · watch a ledger: was its past changed?

    ADDRESS: https://… của nơi chạy taisan. Exit 0: nhất quán · consistent; 1: bị sửa · changed;
    2: không tới được · not reached.
    """
    from shared.tlog.checkpoint import Unbelievable
    from shared.tlog.witness import Forked
    from taisan.witness import NotReached, watch

    while True:
        try:
            before, now, trusted = watch(address, kept, key)
        except (Forked, Unbelievable) as error:
            click.echo(f"  ✗ SỔ CÁI KHÔNG NHƯ TRƯỚC · THE LEDGER IS NOT WHAT IT WAS: {error}", err=True)
            click.echo(
                f"    Giữ hai tệp làm chứng cứ · keep both: {kept}, {kept.with_suffix('.refused')}", err=True
            )
            raise SystemExit(1) from error
        except NotReached as error:
            click.echo(f"  ? {error}", err=True)
            if not every:
                raise SystemExit(2) from error
        else:
            grown = f"{before.size} → {now.size}" if before else f"{now.size} (lần đầu · first look)"
            click.echo(f"  ✓ {datetime.now().astimezone():%d/%m/%Y %H:%M:%S}  {grown}")
            if before is None:
                click.echo(f"    Khoá · key: {trusted}")
        if not every:
            return
        time.sleep(every)
