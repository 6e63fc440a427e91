"""`taisan export`: checking exported books and forms."""

import sys
from pathlib import Path
from typing import Any

import click

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def export() -> None:
    """Sổ và biểu đã xuất · exported books and forms."""


@export.command("verify")
@click.argument("file", type=_FILE)
@click.argument("manifest", type=_FILE, required=False)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="So cả với bản kê còn giữ trong sổ · compare with the manifest that the register keeps.",
)
def verify(file: Path, manifest: Path | None, data: Path | None) -> None:
    """Đối chiếu một tệp đã xuất với bản kê của nó · check an exported file against its manifest.

    Không ghi MANIFEST thì lấy FILE.manifest.json. Mã thoát 0 chỉ khi mọi điều đều khớp.
    """
    from taisan.exporting import NotChecked, differing, findings, manifest_beside, read_manifest

    try:
        said = read_manifest(manifest or manifest_beside(file))
        found = list(findings(file, said))
        if data is not None:
            different = differing(said, _kept(data, said["id"]))
            words = ", ".join(different) or "khớp · the same"
            found.append((not different, f"bản kê trong sổ · the manifest in the register: {words}"))
    except NotChecked as error:
        raise click.ClickException(str(error)) from error
    if said["parameters"]["format"] == "pdf":
        click.echo(
            "  – PDF: chỉ đối chiếu từng byte, không đọc lại số liệu · bytes only, figures not read back"
        )
    for good, words in found:
        click.echo(f"  {'✓' if good else '✗'} {words}")
    sys.exit(0 if all(good for good, _ in found) else 1)


def _kept(data: Path, export_id: str) -> dict[str, Any]:
    """The manifest as the register of the folder `data` keeps it."""
    from shared.peers import PeerRefused
    from taisan.exporting import NotChecked
    from taisan.scripting import TokenRefused, peers_of, settings_of

    try:
        kept: dict[str, Any] = peers_of(settings_of(data)).assets.get(f"/export-manifests/{export_id}")
    except (TokenRefused, PeerRefused) as error:
        raise NotChecked(str(error)) from error
    return kept
