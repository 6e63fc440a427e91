"""What people send is cleaned before it is kept: hostile files of every kind, and honest ones."""

import hashlib
import io
import resource
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from shared import apart
from shared.files import isolation
from tests.integration.assets.conftest import Register

pytestmark = pytest.mark.postgres

HANOI = {1: "N", 2: (21.0, 2.0, 15.0), 3: "E", 4: (105.0, 53.0, 20.0)}


def photo(size: tuple[int, int] = (300, 200), kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, kind, **more)
    return out.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Galaxy of Mrs Hoa"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825).update(HANOI)
    return photo(exif=exif, comment=b"so dien thoai 0901234567")


def paper(**root: Any) -> pikepdf.Pdf:
    made = pikepdf.Pdf.new()
    made.add_blank_page(page_size=(200, 200))
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    return made


def written(made: pikepdf.Pdf, **more: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **more)
    return out.getvalue()


def hostile_paper() -> bytes:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('xin chao')")
    made = paper(OpenAction=script, AA=pikepdf.Dictionary(WC=script))
    page = made.pages[0].obj
    page.AA = pikepdf.Dictionary(O=script)
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 200, 200],
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
            )
        ]
    )
    made.attachments["virus.exe"] = b"MZ this program"
    made.Root.Names.JavaScript = pikepdf.Dictionary(Names=["a", script])
    made.docinfo["/Author"] = "Tran Thi Hoa"
    return written(made)


def sent(register: Register, content: bytes, name: str = "anh.jpg", **more: Any) -> Any:
    asset = more.pop("asset", None) or register.asset(name="Máy")
    body = {"kind": "photo", "subject_noun": "asset", "subject_id": asset["id"], **more}
    return register.officer.send("POST", "/files", **multipart({**body, "file": (content, name)}))


def multipart(form: dict[str, Any]) -> dict[str, Any]:
    """A form with a file as bytes: werkzeug's own way leaves a temporary file open for a large one."""
    content, name = form.pop("file")
    boundary, data = encode_multipart({**form, "file": FileStorage(io.BytesIO(content), name)})
    return {"data": data, "content_type": f"multipart/form-data; boundary={boundary}"}


def kept(register: Register, content: bytes, name: str = "anh.jpg", **more: Any) -> tuple[Any, bytes]:
    """What is told of the file, and what was kept."""
    answer = sent(register, content, name, **more)
    assert answer.status_code == 201, answer.json
    return answer.json, register.officer.get(f"/files/{answer.json['id']}/content").data


def refused(register: Register, content: bytes, name: str = "anh.jpg", **more: Any) -> str:
    answer = sent(register, content, name, **more)
    assert answer.status_code in {409, 422}, answer.status_code
    return str(answer.json["type"]).removeprefix("/problems/")


def test_a_photo_loses_its_place_its_maker_and_its_comment_and_stands_upright(standing):
    came = photo_with_place()
    assert b"Galaxy" in came
    assert b"0901234567" in came
    told, stays = kept(standing, came)
    with Image.open(io.BytesIO(stays)) as seen:
        assert (seen.size, dict(seen.getexif()), seen.info.get("comment")) == ((200, 300), {}, None)
    assert b"Exif" not in stays
    assert (told["width"], told["height"], told["media_type"]) == (200, 300, "image/jpeg")


def test_both_fingerprints_are_kept_of_what_came_and_of_what_stays(standing):
    came = photo((40, 40))
    told, stays = kept(standing, came)
    assert told["sent_sha256"] == hashlib.sha256(came).hexdigest()
    assert told["sha256"] == hashlib.sha256(stays).hexdigest()
    assert told["size"] == len(stays)


def test_what_hides_behind_a_picture_is_gone(standing):
    told, stays = kept(standing, photo(kind="PNG") + b"PK\x03\x04<script>alert(1)</script>", "a.html")
    assert b"script" not in stays
    assert (told["filename"], told["media_type"]) == ("a.png", "image/png")


def test_text_within_a_picture_is_gone(standing):
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "<?php system($_GET[0]) ?>")
    assert b"php" not in kept(standing, photo(kind="PNG", pnginfo=said))[1]


def test_a_large_picture_is_made_smaller_and_gets_a_thumbnail(standing):
    told, _ = kept(standing, photo((4000, 3000)))
    assert (told["width"], told["height"]) == (2560, 1920)
    small = standing.officer.get(f"/files/{told['id']}/thumbnail")
    with Image.open(io.BytesIO(small.data)) as seen:
        assert seen.size == (320, 240)


def test_a_paper_loses_scripts_actions_attachments_and_names(standing):
    came = hostile_paper()
    assert b"xin chao" in came
    told, stays = kept(standing, came, "hop-dong.pdf", kind="purchase_contract")
    with pikepdf.open(io.BytesIO(stays)) as seen:
        assert set(seen.Root.keys()) == {"/Type", "/Pages"}
        assert len(seen.attachments) == 0
        assert "/Info" not in seen.trailer
        assert {"/AA", "/Annots"}.isdisjoint(seen.pages[0].obj.keys())
        everything = b"".join(repr(thing).encode() for thing in seen.objects)
    for word in (b"JavaScript", b"xin chao", b"cmd.exe", b"EmbeddedFile", b"Hoa", b"Launch"):
        assert word not in stays
        assert word not in everything
    assert (told["pages"], told["media_type"]) == (1, "application/pdf")


def test_a_paper_is_downloaded_and_a_picture_shown_and_neither_may_run_anything(standing):
    for content, name, how in (
        (written(paper()), "bb.pdf", "attachment"),
        (photo((9, 9)), "a.jpg", "inline"),
    ):
        told, _ = kept(standing, content, name)
        answer = standing.officer.get(f"/files/{told['id']}/content")
        assert answer.headers["Content-Disposition"].startswith(how)
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_files_of_other_types_are_refused_whatever_they_are_called(standing):
    gif = photo(kind="GIF")
    for content in (gif, b"MZ\x90", b"<html>", b"<svg xmlns='x'/>", b"GIF89a" + photo(), b"\n%PDF-1.4"):
        assert refused(standing, content, "anh.jpg") == "file-type-not-taken"


def test_broken_files_are_refused(standing):
    assert refused(standing, photo()[:200]) == "picture-unreadable"
    assert refused(standing, b"\x89PNG\r\n\x1a\n" + b"\x00" * 50) == "picture-unreadable"
    assert refused(standing, b"%PDF-1.7 nothing follows") == "paper-unreadable"
    assert refused(standing, b"") == "file-empty"
    assert refused(standing, b"\xff" * (10 * 1024 * 1024 + 1)) == "file-too-large"


def test_a_locked_paper_is_refused(standing):
    locked = written(paper(), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(standing, locked, "a.pdf") == "paper-locked"


def test_a_picture_that_unfolds_to_more_pixels_than_agreed_is_refused_unread(standing):
    assert refused(standing, png_of(60_000, 60_000)) == "picture-too-large"


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG of that size, and next to nothing in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + name + data + check

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_paper_that_unfolds_to_gigabytes_costs_its_own_process_only(standing):
    assert refused(standing, heavy_paper(), "a.pdf") in {"file-too-heavy", "paper-unreadable"}
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert most < 1_000_000_000, "without the limit qpdf takes 2.6 GB for it"


def heavy_paper() -> bytes:
    """A PDF whose object stream, which must be unfolded to be read, holds 1.5 GB of zeros in 1.5 MB."""
    press = zlib.compressobj(9)
    zeros = b"0" * (1 << 20)
    packed = b"".join(press.compress(zeros) for _ in range(1500)) + press.flush()
    parts = [b"%PDF-1.5\n"]
    places = []

    def add(number: int, body: bytes) -> None:
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    head = b"<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>" % len(packed)
    add(1, head + b"stream\n" + packed + b"\nendstream")
    where = sum(map(len, parts))
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(1, "big")
        for kind, place, last in ((0, 0, 255), (1, places[0], 0), (2, 1, 0), (2, 1, 1), (1, where, 0))
    )
    table = b"<</Type/XRef/Size 5/W[1 4 1]/Root 2 0 R/Length %d>>" % len(rows)
    parts.append(b"4 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (table, rows, where))
    return b"".join(parts)


def test_a_file_that_takes_too_long_is_given_up(standing, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.001)
    assert refused(standing, photo()) == "file-too-heavy"


def test_the_cleaning_process_is_given_no_secrets(monkeypatch):
    given = {}

    def run(*_command, **how):
        given.update(how)
        raise apart.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(apart.subprocess, "run", run)
    with pytest.raises(isolation.Invalid):
        isolation.clean_apart(b"x")
    assert given["env"] == {}


def test_the_same_file_is_kept_once_for_a_thing_and_kind(register):
    asset = register.asset()
    first, _ = kept(register, photo(), asset=asset)
    again = sent(register, photo(), asset=asset)
    assert (again.json["type"], again.json["file_id"]) == ("/problems/file-kept-already", first["id"])
    kept(register, photo(), asset=asset, kind="evidence")
    gone = register.officer.post(f"/files/{first['id']}/withdrawal", {"reason": "Chụp nhầm máy"}, version=1)
    assert (gone.status_code, gone.json["withdrawn_reason"], gone.json["version"]) == (
        200,
        "Chụp nhầm máy",
        2,
    )
    kept(register, photo(), asset=asset)
    listed = register.officer.get("/files", subject_noun="asset", subject_id=asset["id"]).json["items"]
    assert [one["withdrawn_at"] is None for one in listed] == [False, True, True]


def test_a_withdrawn_file_stays_withdrawn_and_readable(register):
    told, stays = kept(register, photo())
    reason = {"reason": "Sai"}
    assert register.officer.post(f"/files/{told['id']}/withdrawal", reason, version=1).status_code == 200
    assert register.officer.post(f"/files/{told['id']}/withdrawal", reason, version=2).status_code == 409
    assert register.officer.get(f"/files/{told['id']}/content").data == stays


def test_a_file_belongs_to_what_its_sender_sees_and_is_seen_by_nobody_else(register):
    elsewhere = register.asset(register.cu_khoi)
    body = {"kind": "photo", "subject_noun": "asset", "subject_id": elsewhere["id"]}
    answer = register.ward_officer.send(
        "POST", "/files", data={**body, "file": (io.BytesIO(photo()), "a.jpg")}
    )
    assert answer.json["type"] == "/problems/file-subject-not-found"
    told, _ = kept(register, photo(), asset=elsewhere)
    for way in ("", "/content", "/thumbnail"):
        assert register.ward_officer.get(f"/files/{told['id']}{way}").status_code == 404
    listed = register.ward_officer.get("/files", subject_noun="asset", subject_id=elsewhere["id"])
    assert listed.json["items"] == []


def test_the_services_role_can_neither_delete_a_file_nor_change_what_it_shows(register):
    import psycopg

    kept(register, photo())
    with psycopg.connect(register.databases.url("assets"), autocommit=True) as app:
        app.execute("SELECT set_config('app.scope', 'all', false)")
        for statement in (
            "DELETE FROM files",
            "UPDATE files SET content = ''",
            "UPDATE files SET sha256 = ''",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
