"""Digital signatures: the agency's seal, persons who sign outside, and what happens to a changed byte."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.handover.app import create_app
from services.handover.signing import seal as sealing
from shared.ids import uuid7
from shared.settings import Sealing, SettingsError
from tests.authority import PASSWORD, Authority, signed_outside
from tests.integration.handover.house import House
from tests.servers.databases import Databases

AGENCY = "Ủy ban nhân dân phường Bồ Đề"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def sealing_settings(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Sealing:
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    path.write_bytes(authority.holder(AGENCY).pkcs12)
    return Sealing(pkcs12=str(path), password=PASSWORD, trust_roots=authority.pem)


@pytest.fixture(scope="module")
def house(databases: Databases, sealing_settings: Sealing) -> Iterator[House]:
    made = House(databases)
    made.settings = replace(made.settings, sealing=sealing_settings)
    made.app = create_app(made.settings, database=made.database)
    made.officer = made.caller("officer", unit=made.ward, person=made.hoa)
    yield made
    made.close()


@pytest.fixture
def anh(house: House) -> Any:
    return house.person("Nguyễn Thị Ánh")


def fetched(house: House, record: dict[str, Any], number: int) -> bytes:
    answer = house.officer.send("GET", f"/records/{record['id']}/files/{number}")
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def sent_in(house: House, record: dict[str, Any], pdf: bytes, **more: str) -> Any:
    """The answer to a signed PDF sent in by the officer."""
    now = house.officer.get(f"/records/{record['id']}")
    headers = {
        "Authorization": f"Bearer {house.officer.token}",
        "Idempotency-Key": str(uuid7()),
        "If-Match": f'"{now["version"]}"',
    }
    form = {"file": (io.BytesIO(pdf), "ky.pdf"), **more}
    return house.app.test_client().post(
        f"/api/handover/records/{record['id']}/signed-files", data=form, headers=headers
    )


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures in a PDF."""
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout


def test_the_seal_holds_for_poppler_and_pyhanko_and_the_pdf_stays_an_archive(
    house: House, authority: Authority, anh: Any, tmp_path: Path
) -> None:
    record = house.sign_both(house.give(house.assets(2), anh))
    made = house.officer.post(f"/records/{record['id']}/seal")
    pdf = fetched(house, record, 1)
    said = pdfsig(pdf, tmp_path)
    assert f"Signer Certificate Common Name: {AGENCY}" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature is Valid." in said
    (embedded,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [asn1.Certificate.load(authority.root.public_bytes(Encoding.DER))]
    root = ValidationContext(trust_roots=roots, allow_fetching=False)
    assert validate_pdf_signature(embedded, root).bottom_line
    (told,) = made["report"]["signatures"]
    assert (told["name"], told["trusted"], told["covers"], told["after"]) == (
        AGENCY,
        True,
        "entire_file",
        "none",
    )
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        meta = opened.open_metadata()
        assert (meta.pdfa_status, "/StructTreeRoot" in opened.Root) == ("2A", True)
        assert str(opened.docinfo["/Title"]) == meta["dc:title"]
        assert str(opened.docinfo["/Producer"]) == meta["pdf:Producer"]
        (widget,) = opened.pages[0].Annots
        assert int(widget.F) & 4, "an annotation of an archive prints"
        assert not int(widget.F) & (1 | 2 | 32), "and is neither hidden nor invisible"
        assert "/NeedAppearances" not in opened.Root.AcroForm
    again = house.officer.send("POST", f"/records/{record['id']}/seal", {})
    assert (again.status_code, again.json["type"]) == (409, "/problems/sealed-already")
    (entry,) = house.rows("SELECT * FROM ledger_entries WHERE act = 'record.sealed'")
    assert str(entry.subject) == record["id"]


def test_both_sides_sign_outside_and_the_seal_joins_them_in_one_file(
    house: House, authority: Authority, anh: Any
) -> None:
    record = house.give(house.assets(1), anh)
    assert house.officer.post(f"/records/{record['id']}/file-to-sign")["kind"] == "prepared"
    given = signed_outside(fetched(house, record, 1), authority.holder("LÊ THỊ HOA"))
    after = sent_in(house, record, given).json
    assert after["state"] == "signed"
    (signature,) = after["signatures"]
    assert (signature["side"], signature["method"], signature["way"]) == ("giver", "pades", "pades")
    fork = signed_outside(fetched(house, record, 1), authority.holder("Nguyễn Thị Ánh"))
    assert sent_in(house, record, fork).json["type"] == "/problems/file-superseded"
    assert house.officer.post(f"/records/{record['id']}/file-to-sign")["number"] == 2
    both = signed_outside(fetched(house, record, 2), authority.holder("Nguyễn Thị Ánh"), field="Signature2")
    assert sent_in(house, record, both).json["state"] == "completed"
    house.officer.post(f"/records/{record['id']}/seal")
    files = house.officer.get(f"/records/{record['id']}/files")["items"]
    assert [(one["kind"], one["extends"]) for one in files] == [
        ("prepared", None),
        ("signed", 1),
        ("signed", 2),
        ("sealed", 3),
    ]
    last = files[-1]["report"]["signatures"]
    assert [(one["name"], one["intact"], one["trusted"], one["covers"], one["after"]) for one in last] == [
        ("LÊ THỊ HOA", True, True, "entire_revision", "form_filling"),
        ("Nguyễn Thị Ánh", True, True, "entire_revision", "form_filling"),
        (AGENCY, True, True, "entire_file", "none"),
    ]
    assert fetched(house, record, 4).startswith(fetched(house, record, 3))
    assert fetched(house, record, 2) == given, "a signed file is kept byte for byte"
    row = house.rows("SELECT file FROM signatures WHERE record_id = :id AND side = 'giver'", id=record["id"])
    assert row[0].file.hex() == files[1]["sha256"]


def test_every_changed_byte_and_every_stranger_is_named(house: House, authority: Authority, anh: Any) -> None:
    record = house.give(house.assets(1), anh)
    untouched = sent_in(house, record, b"%PDF-1.7 x").json
    assert untouched["type"] == "/problems/no-file-to-sign"
    house.officer.post(f"/records/{record['id']}/file-to-sign")
    pdf = fetched(house, record, 1)
    good = signed_outside(pdf, authority.holder("Nguyễn Thị Ánh"))

    flipped = bytearray(good)
    flipped[4321] ^= 1
    told = sent_in(house, record, bytes(flipped)).json
    assert told["type"] == "/problems/not-our-file"
    assert "Byte thứ 4321 khác bản lưu (1 byte khác nhau)" in told["title"] + told.get("detail", "")

    later = bytearray(good)
    later[len(pdf) + 30] ^= 1
    broken = sent_in(house, record, bytes(later)).json
    assert broken["type"] in {"/problems/signature-not-sound", "/problems/paper-unreadable"}

    with pikepdf.open(io.BytesIO(good)) as opened:
        opened.save(rewritten := io.BytesIO())
    assert sent_in(house, record, rewritten.getvalue()).json["type"] == "/problems/not-our-file"

    appended = good + b"\n1 0 obj\n<< /Type /Pages >>\nendobj\n"
    assert sent_in(house, record, appended).json["type"] == "/problems/signature-not-sound"
    stranger = signed_outside(pdf, Authority("Gốc lạ").holder("Nguyễn Thị Ánh"))
    unknown = sent_in(house, record, stranger).json
    assert unknown["type"] == "/problems/signature-not-sound"
    assert "Gốc lạ" in str(unknown)
    other = signed_outside(pdf, authority.holder("Trần Văn Bình"))
    assert sent_in(house, record, other).json["type"] == "/problems/certificate-of-another"
    assert sent_in(house, record, pdf).json["type"] == "/problems/no-new-signature"
    assert len(house.officer.get(f"/records/{record['id']}/files")["items"]) == 1, "nothing of it was kept"
    assert house.officer.get(f"/records/{record['id']}")["state"] == "issued"
    assert sent_in(house, record, good).json["state"] == "signed"


def test_a_seal_that_cannot_be_used_stops_the_start(sealing_settings: Sealing, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SEAL_PKCS12"):
        sealing.seal_of(replace(sealing_settings, password="sai"))
    with pytest.raises(SettingsError, match="SEAL_PKCS12"):
        sealing.seal_of(replace(sealing_settings, pkcs12=str(tmp_path / "none.p12")))
    assert sealing.seal_of(Sealing()) is None


def test_without_a_seal_it_is_said_plainly(databases: Databases, house: House, anh: Any) -> None:
    bare = create_app(replace(house.settings, sealing=Sealing()), database=house.database)
    record = house.sign_both(house.give(house.assets(1), anh))
    headers = {"Authorization": f"Bearer {house.officer.token}", "Idempotency-Key": str(uuid7())}
    answer = bare.test_client().post(f"/api/handover/records/{record['id']}/seal", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/seal-not-configured")


def test_the_sealed_file_is_ours_to_whoever_checks_a_copy_of_it(house: House, anh: Any) -> None:
    record = house.sign_both(house.give(house.assets(1), anh))
    house.officer.post(f"/records/{record['id']}/seal")
    sealed = fetched(house, record, 1)

    def checked(copy: bytes) -> Any:
        web = house.caller("service")
        headers = {"Authorization": f"Bearer {web.token}", "Idempotency-Key": str(uuid7())}
        path = f"/api/handover/papers/{record['id']}/comparison"
        answer = house.app.test_client().post(
            path, data={"file": (io.BytesIO(copy), "ban.pdf")}, headers=headers
        )
        return answer.get_json()["comparison"]["verdict"]

    assert checked(sealed) == "same"
    assert checked(sealed + b"\n% x") == "signed_copy"
    changed = bytearray(sealed)
    changed[len(changed) // 3] ^= 1
    assert checked(bytes(changed)) in {"pages_differ", "same_pages", "not_ours"}
