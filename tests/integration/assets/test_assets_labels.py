"""Printers, rolls, binding at the first scan, and replacing labels, over HTTP and a real database."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pypdfium2
import pytest

from services.assets.labels.codes import is_code, new_code
from tests.decoders import read_by_opencv, read_by_zxing


def roll_of(register, count=1, unit=None, **more):
    body = {"unit_id": (unit or register.bo_de)["id"], "count": count, **more}
    return register.officer.made("/label-rolls", body)


def codes_of(register, roll):
    rows = register.look("SELECT code FROM label_codes WHERE roll_id = %s ORDER BY code", roll["id"])
    return [code for (code,) in rows]


def bind(caller, code, asset, version=None):
    path, body = f"/codes/{code}/binding", {"asset_id": asset["id"]}
    return caller.post(path, body, version=version or asset["version"])


def states(register, *codes):
    rows = register.look("SELECT code, state FROM label_codes WHERE code = ANY(%s)", list(codes))
    found = dict(rows)
    return [found.get(code) for code in codes]


def test_a_roll_is_made_of_codes_that_no_asset_bears_yet(register):
    roll = roll_of(register, 12, note="Cuộn phòng một cửa")
    assert (roll["count"], roll["unbound"], roll["bound"], roll["unit_name"]) == (
        12,
        12,
        0,
        "UBND phường Bồ Đề",
    )
    codes = codes_of(register, roll)
    assert len(codes) == 12
    assert all(is_code(code) for code in codes)
    refusal = register.ward_officer.get(f"/codes/{codes[0]}")
    assert (refusal.status_code, refusal.json["type"]) == (404, "/problems/code-unbound")
    assert register.ward_officer.get(f"/label-rolls/{roll['id']}").json == roll
    assert register.ward_officer.get("/label-rolls").json["items"] == [roll]


def test_every_label_of_a_roll_is_read_by_two_foreign_decoders(register):
    roll = roll_of(register, 7)
    answer = register.officer.get(f"/label-rolls/{roll['id']}/labels")
    assert answer.mimetype == "application/pdf"
    read = []
    for page in pypdfium2.PdfDocument(answer.data):
        picture = page.render(scale=203 / 72).to_pil()
        assert read_by_zxing(picture) == read_by_opencv(picture)
        read.append(read_by_zxing(picture)[-8:])
    assert read == codes_of(register, roll)
    zpl = register.officer.get(f"/label-rolls/{roll['id']}/labels", format="zpl", dpi=300)
    assert (zpl.mimetype, zpl.data.count(b"^XA")) == ("text/plain", 7)


@pytest.mark.parametrize(("query", "pointer"), [
    ({"template": "a4-24", "format": "zpl"}, "/format"),
    ({"template": "thermal-50x25", "start_at": 2}, "/start_at"),
    ({"template": "a4-65", "start_at": 66}, "/start_at"),
    ({"template": "thermal-50x25", "dpi": 600}, "/dpi"),
])  # fmt: skip
def test_a_print_that_makes_no_sense_is_refused(standing, query, pointer):
    asset = standing.asset()
    refusal = standing.officer.post("/label-sheets", {"codes": [asset["code"]], **query})
    assert refusal.status_code == 422
    assert [error["pointer"] for error in refusal.json["errors"]] == [pointer]


def test_labels_come_as_zpl_and_move_by_the_offsets_of_their_printer(register):
    asset = register.asset()
    printer = register.officer.made(
        "/label-printers", {"unit_id": register.bo_de["id"], "name": "Zebra", "offset_x_mm": 2.5}
    )
    body = {"asset_ids": [asset["id"]], "template": "thermal-40x30", "format": "zpl"}
    still = register.officer.post("/label-sheets", body)
    moved = register.officer.post("/label-sheets", {**body, "printer_id": printer["id"]})
    assert (still.mimetype, still.data[:3]) == ("text/plain", b"^XA")
    assert "attachment" in still.headers["Content-Disposition"]
    assert still.data != moved.data
    page = register.officer.get("/label-calibration", template="a4-65", printer_id=printer["id"])
    assert "ngang +2.5 mm" in pypdfium2.PdfDocument(page.data)[0].get_textpage().get_text_range().replace(
        "\r\n", " "
    )


def test_a_printer_keeps_its_offsets_and_is_changed_only_at_the_version_read(register):
    body = {"unit_id": register.bo_de["id"], "name": "Máy in tầng 2", "offset_x_mm": 0.25}
    made = register.ward_officer.made("/label-printers", body)
    assert (made["offset_x_mm"], made["offset_y_mm"], made["version"]) == (0.25, 0.0, 1)
    path = f"/label-printers/{made['id']}"
    assert register.ward_officer.patch(path, 1, {"offset_y_mm": -1.5}).json["offset_y_mm"] == -1.5
    assert register.ward_officer.patch(path, 1, {"offset_y_mm": 0}).status_code == 412
    assert register.ward_officer.get(path).json["version"] == 2
    taken = register.ward_officer.post("/label-printers", body)
    assert (taken.status_code, taken.json["type"]) == (409, "/problems/printer-name-taken")
    assert register.ward_officer.post("/label-printers", {**body, "offset_x_mm": 11}).status_code == 422
    elsewhere = {**body, "unit_id": register.cu_khoi["id"]}
    assert register.ward_officer.post("/label-printers", elsewhere).status_code == 403


def test_a_label_from_a_roll_is_bound_at_its_first_scan_and_the_old_code_is_kept(register):
    asset, (code,) = register.asset(), codes_of(register, roll_of(register))
    bound = bind(register.ward_officer, code.lower(), asset)
    assert bound.status_code == 200, bound.json
    assert (bound.json["code"], bound.json["version"]) == (code, 2)
    assert register.ward_officer.get(f"/codes/{code}").json == bound.json
    old = register.ward_officer.get(f"/codes/{asset['code']}").json
    assert (old["id"], old["code"]) == (asset["id"], code)
    assert (old["retired"]["code"], old["retired"]["reason"]) == (asset["code"], "roll")
    assert states(register, code, asset["code"]) == ["bound", "retired"]
    history = register.officer.get(f"/assets/{asset['id']}/changes").json["items"][-1]
    assert (history["act"], history["before"], history["after"], history["reason"]) == (
        "relabelled",
        {"code": asset["code"]},
        {"code": code},
        "roll",
    )
    assert register.told(asset["id"])[-1] == ("assets.asset.changed.v1", 2)
    found = register.officer.get("/assets", q=code).json["items"]
    assert [item["id"] for item in found] == [asset["id"]]


@pytest.mark.parametrize("reason", ["damaged", "lost", "wrong"])
def test_a_label_is_replaced_and_the_old_one_says_since_when_and_why(register, reason):
    asset = register.asset()
    path = f"/assets/{asset['id']}/relabel"
    assert register.officer.post(path, {"reason": reason}).status_code == 428
    fresh = register.ward_officer.post(path, {"reason": reason}, version=1).json
    assert is_code(fresh["code"])
    assert fresh["code"] != asset["code"]
    assert register.officer.post(path, {"reason": reason}, version=1).status_code == 412
    old = register.officer.get(f"/codes/{asset['code']}").json
    assert (old["code"], old["retired"]["reason"]) == (fresh["code"], reason)
    assert old["retired"]["at"] > asset["registered_at"]
    assert register.officer.post(path, {"reason": "ugly"}, version=2).status_code == 422


def test_a_label_is_replaced_by_one_from_a_roll(register):
    asset, (code,) = register.asset(), codes_of(register, roll_of(register))
    body = {"reason": "lost", "code": code}
    assert register.officer.post(f"/assets/{asset['id']}/relabel", body, version=1).json["code"] == code
    again = register.officer.post(f"/assets/{asset['id']}/relabel", body, version=2)
    assert (again.status_code, again.json["type"]) == (409, "/problems/code-bound")


def test_a_reprint_keeps_the_code(register):
    asset = register.asset()
    before = register.officer.get(f"/assets/{asset['id']}").json
    for _ in range(2):
        assert register.officer.post("/label-sheets", {"codes": [asset["code"]]}).status_code == 200
    assert register.officer.get(f"/assets/{asset['id']}").json == before
    assert before["code"] == asset["code"]


def test_what_is_bound_retired_void_or_unknown_is_not_bound_again(register):
    first, second = register.asset(), register.asset()
    before = register.officer.get(f"/assets/{second['id']}").json
    used, spoiled = codes_of(register, roll_of(register, 2))
    bind(register.officer, used, first)
    assert register.officer.post(f"/codes/{spoiled}/spoiling").json["state"] == "void"
    unknown = new_code()
    for code, status, slug in (
        (used, 409, "code-bound"),
        (first["code"], 409, "code-retired"),
        (second["code"], 409, "code-bound"),
        (spoiled, 409, "code-void"),
        (unknown, 404, "code-unknown"),
        ("nonsense", 404, "code-unknown"),
    ):
        refusal = bind(register.officer, code, second)
        assert (refusal.status_code, refusal.json["type"]) == (status, f"/problems/{slug}")
    assert register.officer.get(f"/codes/{spoiled}").json["type"] == "/problems/code-void"
    assert register.officer.post(f"/codes/{used}/spoiling").status_code == 409
    assert register.officer.get(f"/assets/{second['id']}").json == before


def test_a_label_of_another_ward_is_neither_bound_nor_spoiled(register):
    asset, (code,) = register.asset(), codes_of(register, roll_of(register, 1, register.cu_khoi))
    assert bind(register.ward_officer, code, asset).status_code == 404
    assert register.ward_officer.post(f"/codes/{code}/spoiling").status_code == 404
    theirs = register.asset(register.cu_khoi)
    (own,) = codes_of(register, roll_of(register))
    assert bind(register.ward_officer, own, theirs).status_code == 404
    assert states(register, code, own) == ["unbound", "unbound"]
    refusal = register.ward_officer.get(f"/codes/{theirs['code']}")
    assert (refusal.status_code, refusal.json["unit_name"]) == (403, "UBND phường Cự Khối")


def test_an_old_label_of_another_ward_names_only_the_unit(register):
    theirs = register.asset(register.cu_khoi)
    register.officer.post(f"/assets/{theirs['id']}/relabel", {"reason": "lost"}, version=1)
    refusal = register.ward_officer.get(f"/codes/{theirs['code']}")
    assert (refusal.status_code, refusal.json["type"]) == (403, "/problems/asset-of-another-unit")
    assert theirs["id"] not in refusal.text


def test_an_asset_that_moved_to_another_unit_is_relabelled_there(register):
    asset = register.asset(register.cu_khoi)
    moved = register.officer.patch(
        f"/assets/{asset['id']}", 1, {"unit_id": register.bo_de["id"], "reason": "Chuyển"}
    ).json
    fresh = register.ward_officer.post(f"/assets/{asset['id']}/relabel", {"reason": "lost"}, version=2)
    assert fresh.status_code == 200, fresh.json
    assert states(register, moved["code"], fresh.json["code"]) == ["retired", "bound"]


def test_one_label_goes_to_one_asset_however_many_bind_it_at_once(register):
    assets = [register.asset() for _ in range(50)]
    (code,) = codes_of(register, roll_of(register))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda asset: bind(caller_of(register), code, asset).status_code, assets))
    assert sorted(answers) == [200] + [409] * 49
    assert register.look("SELECT count(*) FROM assets WHERE code = %s", code) == [(1,)]
    assert register.look("SELECT count(*) FROM label_codes WHERE state = 'retired'") == [(1,)]


def test_one_asset_gets_one_label_however_many_bind_at_once(register):
    asset, codes = register.asset(), codes_of(register, roll_of(register, 50))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda code: bind(caller_of(register), code, asset).status_code, codes))
    assert sorted(answers) == [200] + [412] * 49
    live = register.look("SELECT code FROM label_codes WHERE asset_id = %s AND state = 'bound'", asset["id"])
    assert live == register.look("SELECT code FROM assets WHERE id = %s", asset["id"])
    assert live == register.look("SELECT code FROM asset_marks WHERE asset_id = %s", asset["id"])


def caller_of(register):
    """An officer with a client of its own: test clients are not shared by threads."""
    caller = register.caller({"officer"}, register.district["id"])
    caller.client = register.app.test_client()
    return caller


def test_the_database_itself_refuses_a_code_twice_and_a_code_that_is_not_bound(register):
    asset, (code,) = register.asset(), codes_of(register, roll_of(register))
    with psycopg.connect(register.databases.admin_url("assets")) as admin:
        with pytest.raises(psycopg.errors.CheckViolation, match="not bound"), admin.transaction():
            admin.execute("UPDATE asset_marks SET code = %s WHERE asset_id = %s", [code, asset["id"]])
        with pytest.raises(psycopg.errors.UniqueViolation), admin.transaction():
            admin.execute(
                "UPDATE label_codes SET state = 'bound', asset_id = %s, bound_at = now() WHERE code = %s",
                [asset["id"], code],
            )
    with psycopg.connect(register.databases.url("assets")) as app:
        app.execute("SELECT set_config('app.scope', 'all', true)")
        for deed in ("DELETE FROM label_codes", "UPDATE label_codes SET code = 'x'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(deed)


def test_a_sheet_a_page_of_rolls_and_a_binding_take_few_statements(register, statements):
    asset, codes = register.asset(), codes_of(register, roll_of(register, 3))
    for _ in range(5):
        roll_of(register)
    few = statements(lambda: register.officer.get("/label-rolls", limit=2))
    many = statements(lambda: register.officer.get("/label-rolls", limit=50))
    assert len(few) == len(many) <= 4
    assert len(statements(lambda: bind(register.officer, codes[0], asset))) <= 14
    assert len(statements(lambda: register.officer.get(f"/codes/{asset['code']}"))) <= 6
