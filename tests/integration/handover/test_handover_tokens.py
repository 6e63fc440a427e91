"""The agency's seal by a key that never leaves its token (PKCS#11), on SoftHSM2."""

import io
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.handover.app import create_app
from services.handover.signing import token_faults
from services.handover.signing.seal import seal_of
from shared.ids import uuid7
from shared.settings import Sealing, SettingsError
from tests.authority import Authority
from tests.integration.handover.house import House
from tests.servers.databases import Databases
from tests.servers.softhsm import PIN, SoftToken

AGENCY = "Ủy ban nhân dân phường Bồ Đề"
LABEL = "con dau"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def tokens(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    before = os.environ.get("SOFTHSM2_CONF")
    made = SoftToken(tmp_path_factory.mktemp("tokens"))
    for kind in ("ec", "rsa"):
        made.make(f"taisan-{kind}")
        made.put(f"taisan-{kind}", LABEL, authority.holder(AGENCY, stamps=kind == "rsa"))
    yield made
    os.environ.pop("SOFTHSM2_CONF")
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(scope="module")
def sealing_house(databases: Databases) -> Iterator[House]:
    made = House(databases)
    yield made
    made.close()


@pytest.fixture
def house(sealing_house: House) -> House:
    return sealing_house


@pytest.fixture
def configured(house: House, tokens: SoftToken, authority: Authority) -> Callable[..., Any]:
    """A caller of an application whose seal is configured as said."""

    def made(**said: str) -> Any:
        sealing = Sealing(
            **{
                "pkcs11": tokens.library,
                "token": "taisan-ec",
                "label": LABEL,
                "password": PIN,
                "trust_roots": authority.pem,
                **said,
            }
        )
        app = create_app(replace(house.settings, sealing=sealing), database=house.database)
        return replace(house.officer, client=app.test_client())

    return made


@pytest.fixture
def record(house: House) -> Any:
    return house.sign_both(house.give(house.assets(1), house.person("Nguyễn Thị Ánh")))


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_seal_by_a_token_holds_for_poppler_and_pyhanko(
    configured: Callable[..., Any], authority: Authority, record: Any, tmp_path: Path, kind: str
) -> None:
    officer = configured(token=f"taisan-{kind}")
    made = officer.post(f"/records/{record['id']}/seal")
    (told,) = made["report"]["signatures"]
    assert (told["name"], told["trusted"], told["covers"]) == (AGENCY, True, "entire_file")
    pdf = bytes(officer.send("GET", f"/records/{record['id']}/files/1").data)
    (tmp_path / "sealed.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "sealed.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert f"Signer Certificate Common Name: {AGENCY}" in said
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    (embedded,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [asn1.Certificate.load(authority.root.public_bytes(Encoding.DER))]
    root = ValidationContext(trust_roots=roots, allow_fetching=False)
    assert validate_pdf_signature(embedded, root).bottom_line


@pytest.mark.parametrize(
    ("said", "problem", "words"),
    [
        ({"token": "da rut ra"}, "token-missing", "Không thấy thiết bị ký số “da rut ra”"),
        ({"password": "000000"}, "token-pin-refused", "không nhận mã PIN"),
        ({"label": "nhan khac"}, "token-without-certificate", "không có chứng thư “nhan khac”"),
        ({"label": "issuer"}, "token-failed", "báo lỗi khi ký"),
    ],
)
def test_what_is_wrong_with_the_token_is_said_and_the_seal_is_made_when_it_is_right(
    house: House,
    configured: Callable[..., Any],
    record: Any,
    said: dict[str, str],
    problem: str,
    words: str,
) -> None:
    key = str(uuid7())
    path = f"/records/{record['id']}/seal"
    refused = configured(**said).send("POST", path, {}, idempotency_key=key)
    assert (refused.status_code, refused.json["type"]) == (409, f"/problems/{problem}")
    assert words in refused.json["detail"]
    assert "Biên bản vẫn nguyên" in refused.json["detail"]
    assert house.officer.get(f"/records/{record['id']}/files")["items"] == []
    assert (
        house.rows(
            "SELECT 1 FROM ledger_entries WHERE act = 'record.sealed' AND subject = :i", i=record["id"]
        )
        == []
    )
    assert configured().send("POST", path, {}, idempotency_key=key).status_code == 201


def test_a_token_plugged_in_later_seals_without_a_restart(
    tokens: SoftToken, authority: Authority, configured: Callable[..., Any], record: Any
) -> None:
    officer, path = configured(token="cam sau"), f"/records/{record['id']}/seal"
    assert officer.send("POST", path, {}).json["type"] == "/problems/token-missing"
    tokens.make("cam sau")
    tokens.put("cam sau", LABEL, authority.holder(AGENCY))
    assert officer.send("POST", path, {}).status_code == 201


def test_a_refused_pin_is_tried_once_only(
    tokens: SoftToken, configured: Callable[..., Any], record: Any
) -> None:
    officer, path = configured(password="000000"), f"/records/{record['id']}/seal"
    assert officer.send("POST", path, {}).json["type"] == "/problems/token-pin-refused"
    assert tried(tokens)
    with pkcs11.lib(tokens.library).get_token(token_label="taisan-ec").open(user_pin=PIN):
        pass  # the right PIN lets the token forget the wrong one
    assert not tried(tokens)
    assert officer.send("POST", path, {}).json["type"] == "/problems/token-pin-refused"
    assert not tried(tokens), "the second request left the PIN alone"


def tried(tokens: SoftToken) -> bool:
    """Whether a wrong PIN was tried since the last right one."""
    token = pkcs11.lib(tokens.library).get_token(token_label="taisan-ec")
    return bool(token.flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW)


def test_a_locked_token_is_told_from_a_wrong_pin() -> None:
    from pkcs11.exceptions import PinLocked

    with pytest.raises(token_faults.Conflict, match="token-locked"), token_faults.told(Sealing()):
        raise PinLocked


def test_a_token_without_library_or_label_stops_the_start(tokens: SoftToken, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SEAL_LABEL"):
        seal_of(Sealing(pkcs11=tokens.library, password=PIN))
    with pytest.raises(SettingsError, match="SEAL_PKCS11"):
        seal_of(Sealing(pkcs11=str(tmp_path / "none.so"), label=LABEL))
