"""A stocktake from its plan to its minutes: what is frozen, what a scan comes to, when it may end."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import openpyxl
import psycopg
import pypdfium2
import pytest
from PIL import Image

from shared.clock import today
from shared.ids import uuid7
from tests.integration.assets.counting import DEVICE, Counting, scan

pytestmark = pytest.mark.postgres


@pytest.fixture
def counting(register):
    return Counting(register)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(page.get_textpage().get_text_range().replace("\r\n", " ") for page in opened)


def test_what_the_books_expect_is_frozen_when_it_opens(register, counting):
    asset = register.asset(place="P.302", cost=12_000_000, put_to_use_on=today().isoformat())
    stocktake = counting.opened()
    assert (stocktake["state"], stocktake["expected"]) == ("counting", 1)
    register.officer.patch(f"/assets/{asset['id']}", 1, {"name": "Tên khác", "place": "P.101"})
    day = today().isoformat()
    paper = {"document_number": "BB 3", "document_on": day, "effective_on": day, "reason": "Mất một phần"}
    loss = {"cause": "partial_loss", "cost": 9_000_000, **paper}
    assert register.officer.post(f"/assets/{asset['id']}/cost-changes", loss, version=2).status_code == 201
    register.asset()
    (line,) = counting.lines(stocktake).values()
    frozen = (line["name"], line["place"], line["cost"], line["remaining"])
    assert frozen == ("Máy tính bảng", "P.302", 12_000_000, 12_000_000)
    assert line["outcome"] == "missing"


def test_only_the_books_of_the_day_are_expected(register, counting):
    register.asset(put_to_use_on="2020-01-05")
    register.asset(put_to_use_on=today().isoformat())
    stocktake = counting.opened(as_of=(today() - timedelta(days=60)).isoformat())
    assert stocktake["expected"] == 1


def test_units_places_and_categories_bound_what_is_counted(register, counting):
    register.asset(place="P.302")
    register.asset(place="P.101")
    register.asset(place="P.302", category="computer")
    register.asset(register.cu_khoi, place="P.302")
    assert counting.opened(places=["P.302"])["expected"] == 2
    assert counting.opened(places=["P.302"], categories=["tablet"])["expected"] == 1
    above = {"unit_id": register.district["id"], "units": [register.cu_khoi["id"], register.bo_de["id"]]}
    answer = register.officer.made("/stocktakes", {**body_of(counting), **above})
    opened = register.officer.send("POST", f"/stocktakes/{answer['id']}/opening", 1, json={}).json
    assert opened["expected"] == 4
    stranger = counting.leader.post("/stocktakes", {**body_of(counting), **above})
    assert stranger.status_code == 403
    outside = {"units": [register.cu_khoi["id"]]}
    assert counting.leader.post("/stocktakes", {**body_of(counting), **outside}).status_code == 422


def body_of(counting):
    return {
        "title": "Kiểm kê",
        "kind": "unscheduled",
        "unit_id": counting.register.bo_de["id"],
        "as_of": today().isoformat(),
        "board": [{"name": "Trưởng ban", "role": "chair"}],
    }


def test_nothing_to_count_is_refused_and_so_is_a_board_without_one_chair(counting):
    plan = counting.plan()
    answer = counting.leader.send("POST", f"/stocktakes/{plan['id']}/opening", 1, json={})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/nothing-to-count")
    for board in ([{"name": "A", "role": "member"}], [{"name": "A", "role": "chair"}] * 2):
        answer = counting.leader.post("/stocktakes", {**body_of(counting), "board": board})
        assert answer.status_code == 422, board


def test_every_answer_that_a_scan_can_get(register, counting):
    found, moved, held = (register.asset(place="P.302") for _ in range(3))
    gone = register.asset(place="P.302")
    foreign = register.asset(register.cu_khoi)
    stocktake = counting.opened()
    late = register.asset(place="P.302", tag="TS-2026-09", serial="SN 77/A")
    counting.register.look("SELECT 1")
    strange = "0000000" + "0"  # its check character is right, and no label bears it
    answers = counting.outcomes(
        stocktake,
        scan(found["code"].lower(), place="p. 302"),
        scan(f"https://taisan.test/T/{found['code']}"),
        scan(moved["code"], place="Kho"),
        scan(held["code"], holder_person_id=counting.other["id"]),
        scan(late["code"]),
        scan("ts-2026-09"),
        scan(foreign["code"]),
        scan(strange),
        scan("1234567X" if not found["code"].startswith("1234567") else "1234568X"),
        scan("", description="Máy in không có tem"),
    )
    assert answers == [
        "found",
        "already",
        "wrong_place",
        "wrong_holder",
        "surplus",
        "surplus",
        "wrong_unit",
        "unknown_code",
        "misread",
        "unlabelled",
    ]
    (line,) = (one for one in counting.lines(stocktake, outcome="missing").values())
    assert line["asset_id"] == gone["id"]


def test_a_scan_is_kept_once_whatever_the_device_repeats(register, counting):
    asset = register.asset()
    stocktake = counting.opened()
    batch = [scan(asset["code"]), scan("", description="Ghế xoay")]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: counting.send(stocktake, *batch), range(8)))
    assert {tuple(item["outcome"] for item in items) for items in answers} == {("found", "unlabelled")}
    assert sum(not item["repeated"] for items in answers for item in items) == 2
    assert register.look("SELECT count(*) FROM stocktake_scans") == [(2,)]


def test_another_content_under_a_known_id_is_reported_and_not_kept(register, counting):
    first, second = register.asset(), register.asset()
    stocktake = counting.opened()
    one = scan(first["code"])
    counting.send(stocktake, one)
    (answer,) = counting.send(stocktake, {**one, "text": second["code"]})
    assert (answer["outcome"], answer["repeated"], answer["other_content"]) == ("found", True, True)
    assert register.look("SELECT asset_id::text FROM stocktake_scans") == [(first["id"],)]


def test_one_id_twice_in_one_batch_is_one_scan(register, counting):
    first, second = register.asset(), register.asset()
    stocktake = counting.opened()
    one = scan(first["code"])
    same, other = {**one}, {**one, "text": second["code"]}
    answers = counting.send(stocktake, one, same, other)
    assert [item["outcome"] for item in answers] == ["found"] * 3
    assert [item["other_content"] for item in answers] == [False, False, True]
    assert register.look("SELECT count(*) FROM stocktake_scans") == [(1,)]


def test_a_batch_costs_the_same_statements_whatever_its_length(register, counting, statements):
    codes = [register.asset()["code"] for _ in range(12)]
    stocktake = counting.opened()
    few = statements(lambda: counting.send(stocktake, scan(codes[0]), scan("SN-khong-co")))
    many = statements(lambda: counting.send(stocktake, *map(scan, codes[1:]), scan("SN-khong-co")))
    assert len(few) == len(many) <= 15, many


def test_a_photo_is_evidence_only_in_its_own_stocktake(register, counting):
    asset = register.asset()
    stocktake, other = counting.opened(), counting.opened()
    kept = counting.leader.send(
        "POST",
        "/files",
        data={
            "file": (io.BytesIO(picture()), "may-in.png"),
            "kind": "photo",
            "subject_noun": "stocktake",
            "subject_id": stocktake["id"],
        },
    ).json
    one = scan("", description="Máy in lạ", photo_file_id=kept["id"])
    assert counting.post(other, one).status_code == 422
    assert counting.outcomes(stocktake, one, scan(asset["code"])) == ["unlabelled", "found"]
    (thing,) = counting.leader.get(f"/stocktakes/{stocktake['id']}/unexpected").json["items"]
    assert thing["photo_file_id"] == kept["id"]
    closed = counting.step(stocktake, "closing")
    (proposal,) = counting.proposals(closed)
    assert (proposal["kind"], proposal["detail"]["photos"]) == ("increase", [kept["id"]])


def test_a_photo_of_the_first_count_is_kept_from_who_counts_blind_until_the_end(register, counting):
    register.asset()
    stocktake = counting.recounted(counting.opened())
    blind = register.caller({"officer", "head"}, register.bo_de["id"], counting.other["id"])
    kept, own = (_photographed(who, stocktake) for who in (counting.leader, blind))
    path = f"/files/{kept['id']}"
    hidden = (path, f"{path}/content", f"{path}/thumbnail")
    assert [blind.get(one).status_code for one in hidden] == [404] * 3
    assert blind.send("POST", f"{path}/withdrawal", 1, json={"reason": "thử"}).status_code == 404
    listed = {"subject_noun": "stocktake", "subject_id": stocktake["id"]}
    assert [one["id"] for one in blind.get("/files", **listed).json["items"]] == [own["id"]]
    assert blind.get(f"/files/{own['id']}/content").status_code == 200
    assert len(counting.leader.get("/files", **listed).json["items"]) == 2
    counting.step(stocktake, "closing")
    assert [blind.get(one).status_code for one in hidden] == [200] * 3


def _photographed(caller, stocktake) -> dict:
    about = {"kind": "photo", "subject_noun": "stocktake", "subject_id": stocktake["id"]}
    shade = len(caller.token) % 200  # two people take two pictures
    answer = caller.send("POST", "/files", data={"file": (io.BytesIO(picture(shade)), "a.png"), **about})
    assert answer.status_code == 201, answer.json
    return answer.json


def picture(shade: int = 30) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (200, shade, 30)).save(out, "PNG")
    return out.getvalue()


def test_the_time_of_a_device_is_kept_with_its_skew_and_what_was_seen_last_counts(register, counting):
    asset = register.asset(place="P.302")
    stocktake = counting.opened()
    now = datetime.now(UTC)
    early, late = now - timedelta(hours=3), now - timedelta(hours=1)
    counting.send(stocktake, scan(asset["code"], place="P.302", device_time=late.isoformat()))
    fast = timedelta(hours=2)  # the offline device is two hours fast and sends last what it saw first
    sent = {"sent_at": (now + fast).isoformat()}
    counting.send(stocktake, scan(asset["code"], place="Kho", device_time=(early + fast).isoformat()), **sent)
    assert counting.lines(stocktake)[asset["id"]]["outcome"] == "found"
    skews = register.look(
        "SELECT skew_seconds, seen_at, received_by, person_id FROM stocktake_scans ORDER BY number"
    )
    assert skews[0][0] is None
    assert abs(skews[1][0] - 7200) <= 5
    assert abs((skews[1][1] - early).total_seconds()) <= 5
    assert {str(row[3]) for row in skews} == {counting.chair["id"]}


def test_a_scan_that_says_less_takes_nothing_away_from_one_that_said_more(register, counting):
    asset = register.asset(place="P.302")
    stocktake = counting.opened()
    counting.send(stocktake, scan(asset["code"], place="Kho", condition="broken"))
    assert counting.outcomes(stocktake, scan(asset["code"])) == ["already"]
    (line,) = counting.lines(stocktake).values()
    assert (line["outcome"], line["first"]["place"], line["first"]["condition"]) == (
        "broken",
        "Kho",
        "broken",
    )


def test_a_mistaken_scan_is_taken_back_by_a_further_row(register, counting):
    asset = register.asset()
    stocktake = counting.opened()
    one = scan(asset["code"])
    counting.send(stocktake, one)
    body = {key: one[key] for key in ("device_id", "device_time")}
    body |= {"scan_id": str(uuid7()), "retracts": one["scan_id"], "reason": "Quét nhầm"}
    path = f"/stocktakes/{stocktake['id']}/retractions"
    for _ in range(2):
        assert counting.leader.post(path, body).status_code == 200
    again = counting.leader.post(path, {**body, "scan_id": str(uuid7())})
    assert (again.status_code, again.json["type"]) == (409, "/problems/scan-retracted")
    assert counting.lines(stocktake)[asset["id"]]["outcome"] == "missing"
    assert register.look("SELECT count(*) FROM stocktake_scans") == [(2,)]
    (kept,) = counting.leader.get(f"/stocktakes/{stocktake['id']}/scans").json["items"]
    assert kept["retracted"]
    assert counting.outcomes(stocktake, scan(asset["code"])) == ["found"]


def test_scans_lines_and_reminders_cannot_be_altered_even_by_the_services_own_role(register, counting):
    register.asset()
    stocktake = counting.opened()
    counting.send(stocktake, scan("", description="Vật lạ"))
    for statement in (
        "UPDATE stocktake_scans SET outcome = 'found'",
        "DELETE FROM stocktake_scans",
        "UPDATE stocktake_lines SET cost = 0",
        "DELETE FROM stocktake_lines",
    ):
        with psycopg.connect(register.databases.url("assets")) as app:
            app.execute("SELECT set_config('app.scope', 'all', true)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_it_does_not_end_while_a_device_holds_scans_and_the_refusal_names_it(register, counting):
    register.asset()
    stocktake = counting.opened()
    path = f"/stocktakes/{stocktake['id']}/devices/{DEVICE}"
    assert counting.second.send("PUT", path, json={"unsent": 4}).status_code == 200
    refused = counting.leader.send("POST", f"/stocktakes/{stocktake['id']}/closing", 2, json={})
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/device-holds-scans")
    (device,) = refused.json["devices"]
    assert (device["device_id"], device["person_name"], device["unsent"]) == (DEVICE, "Lê Thị Hai", 4)
    assert "Lê Thị Hai: 4" in refused.json["detail"]
    assert counting.second.post(f"{path}/write-off", {"reason": "Máy rơi xuống hồ"}).status_code == 403
    assert counting.leader.post(f"{path}/write-off", {"reason": "Máy rơi xuống hồ"}).status_code == 200
    closed = counting.step(stocktake, "closing")
    assert closed["state"] == "closed"
    (kept,) = counting.leader.get(f"/stocktakes/{stocktake['id']}/devices").json["items"]
    assert kept["write_off_reason"] == "Máy rơi xuống hồ"


def test_a_device_that_speaks_again_holds_the_end_up_again(register, counting):
    register.asset()
    stocktake = counting.opened()
    path = f"/stocktakes/{stocktake['id']}/devices/{DEVICE}"
    counting.second.send("PUT", path, json={"unsent": 4})
    counting.leader.post(f"{path}/write-off", {"reason": "Không tìm thấy"})
    counting.second.send("PUT", path, json={"unsent": 2})
    assert (
        counting.leader.send("POST", f"/stocktakes/{stocktake['id']}/closing", 2, json={}).status_code == 409
    )
    counting.second.send("PUT", path, json={"unsent": 0})
    assert counting.step(stocktake, "closing")["state"] == "closed"


def test_what_comes_in_after_the_end_is_kept_and_changes_nothing(register, counting):
    asset = register.asset()
    stocktake = counting.step(counting.opened(), "closing")
    assert counting.outcomes(stocktake, scan(asset["code"])) == ["late"]
    assert counting.lines(stocktake)[asset["id"]]["outcome"] == "missing"
    assert register.look("SELECT outcome FROM stocktake_lines") == [("missing",)]
    assert register.look("SELECT count(*) FROM stocktake_scans") == [(1,)]


def test_the_second_counter_sees_nothing_of_the_first_count_until_the_end(register, counting):
    seen, unseen = register.asset(place="P.302"), register.asset(place="P.302")
    stocktake = counting.opened()
    counting.send(stocktake, scan(seen["code"], place="Kho"), scan("", description="Máy chiếu lạ"))
    stocktake = counting.recounted(stocktake)
    path, second = f"/stocktakes/{stocktake['id']}", counting.second
    assert second.get(path).json["blind"]
    assert {line["outcome"] for line in counting.lines(stocktake, second).values()} == {"missing"}
    assert all(line["first"] is None for line in counting.lines(stocktake, second).values())
    assert second.get(f"{path}/scans", count="first").json["items"] == []
    assert second.get(f"{path}/unexpected").json["items"] == []
    progress = second.get(f"{path}/progress").json
    assert (progress["count"], progress["seen"], progress["surplus"]) == ("second", 0, 0)
    for hidden in ("differences", "minutes.pdf", "minutes.xlsx"):
        assert second.get(f"{path}/{hidden}").status_code == 409, hidden
    assert counting.post(stocktake, scan(seen["code"]), caller=second).status_code == 403
    assert counting.post(stocktake, scan(seen["code"], count="second")).status_code == 403
    again = {"count": "second", "place": "P.302"}
    batch = [scan(seen["code"], **again), scan(unseen["code"], **again)]
    assert counting.outcomes(stocktake, *batch, caller=second) == ["found", "found"]
    differing = counting.leader.get(f"{path}/differences").json["items"]
    assert {line["asset_id"] for line in differing} == {seen["id"], unseen["id"]}
    closed = counting.step(stocktake, "closing")
    assert (closed["results"]["found"], closed["results"]["missing"]) == (2, 0)
    assert second.get(f"{path}/differences").status_code == 200


def test_whoever_counted_first_cannot_count_blind(register, counting):
    register.asset()
    stocktake = counting.opened()
    counting.send(stocktake, scan("", description="Vật"), caller=counting.second)
    refused = counting.leader.send(
        "POST", f"/stocktakes/{stocktake['id']}/recount", 2, json={"person_id": counting.other["id"]}
    )
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/counted-already")


def test_the_end_freezes_one_outcome_each_and_the_counts_add_up(register, counting):
    ok, moved, broken, _gone = (register.asset(place="P.302") for _ in range(4))
    stocktake = counting.opened()
    counting.send(
        stocktake,
        scan(ok["code"]),
        scan(moved["code"], place="Kho"),
        scan(broken["code"], condition="broken", place="Kho"),
        scan("", description="Máy in lạ"),
    )
    closed = counting.step(stocktake, "closing", {"note": "Đủ hồ sơ"})
    results = closed["results"]
    assert results == {
        "found": 1, "wrong_place": 1, "wrong_holder": 0, "broken": 1, "missing": 1,
        "surplus": 1, "proposals": 5,
    }  # fmt: skip
    assert sum(results[name] for name in ("found", "wrong_place", "wrong_holder", "broken", "missing")) == 4
    told = [kind for kind, _ in register.told(stocktake["id"])]
    assert told == ["assets.stocktake.opened.v1", "assets.stocktake.closed.v1"]
    kinds = sorted(proposal["kind"] for proposal in counting.proposals(closed))
    assert kinds == ["disposal", "increase", "loss", "set_place", "set_place"]
    assert (
        counting.leader.send("POST", f"/stocktakes/{stocktake['id']}/closing", 3, json={}).status_code == 409
    )


def decide(counting, stocktake, proposal, **body):
    path = f"/stocktakes/{stocktake['id']}/proposals/{proposal['id']}/decision"
    return counting.leader.send("POST", path, proposal["version"], json={"reason": "Theo biên bản", **body})


def test_accepted_proposals_reach_the_register_with_their_reason(register, counting):
    moved, broken, gone = (register.asset(place="P.302") for _ in range(3))
    stocktake = counting.opened()
    counting.send(
        stocktake,
        scan(moved["code"], place="Kho"),
        scan(broken["code"], condition="broken"),
        scan("", description="Máy in lạ"),
    )
    closed = counting.step(stocktake, "closing")
    by_kind = {proposal["kind"]: proposal for proposal in counting.proposals(closed)}
    assert by_kind["loss"]["due_on"] == (today() + timedelta(30)).isoformat()
    assert by_kind["loss"]["rules"] == ["D186-35@1"]
    bare = decide(counting, closed, by_kind["increase"], accept=True)
    assert (bare.status_code, bare.json["type"]) == (422, "/problems/asset-missing")
    asset = {"name": "Máy in", "category": "other", "unit_id": register.bo_de["id"], "cost": 3_000_000}
    for kind, more in (("loss", {}), ("disposal", {}), ("set_place", {}), ("increase", {"asset": asset})):
        answer = decide(counting, closed, by_kind[kind], accept=True, **more)
        assert (answer.status_code, answer.json["state"]) == (200, "accepted"), answer.json
    read = lambda asset: register.officer.get(f"/assets/{asset['id']}").json  # noqa: E731
    assert (read(moved)["place"], read(broken)["status"], read(gone)["status"]) == ("Kho", "broken", "lost")
    (change,) = register.officer.get(f"/assets/{moved['id']}/changes").json["items"][1:]
    assert (change["act"], change["reason"]) == ("stocktaken", "Kiểm kê cuối năm: Theo biên bản")
    booked = register.look("SELECT cause, cost FROM book_entries WHERE cause = 'surplus_found'")
    assert booked == [("surplus_found", 3_000_000)]
    again = decide(counting, closed, {**by_kind["loss"], "version": 2}, accept=False)
    assert (again.status_code, again.json["type"]) == (409, "/problems/proposal-decided")
    stale = decide(counting, closed, by_kind["loss"], accept=False)
    assert stale.status_code == 412


def test_a_declined_proposal_changes_nothing(register, counting):
    gone = register.asset()
    closed = counting.step(counting.opened(), "closing")
    (proposal,) = counting.proposals(closed)
    answer = decide(counting, closed, proposal, accept=False)
    assert (answer.json["state"], answer.json["reason"]) == ("declined", "Theo biên bản")
    assert register.officer.get(f"/assets/{gone['id']}").json["version"] == 1


def test_the_minutes_say_what_was_counted_in_both_forms(register, counting):
    ok = register.asset(place="P.302", cost=12_000_000, name="=Máy chủ")
    register.asset(place="P.302", cost=7_500_000)
    stocktake = counting.opened(basis="Quyết định số 12/QĐ-UBND")
    counting.send(stocktake, scan(ok["code"]), scan("", description="Máy in lạ"))
    path = f"/stocktakes/{stocktake['id']}"
    assert "BẢN NHÁP" in text_of(counting.leader.get(f"{path}/minutes.pdf").data)
    counting.step(stocktake, "closing", {"note": "Đề nghị làm rõ"})
    text = text_of(counting.leader.get(f"{path}/minutes.pdf").data)
    for said in (
        "BIÊN BẢN KIỂM KÊ TÀI SẢN CỐ ĐỊNH", "C53-HD", "UBND phường Bồ Đề", "Trần Văn Trưởng", "Trưởng ban",
        "Nguyễn Thị Viên", "Quyết định số 12/QĐ-UBND", "12.000.000", "7.500.000", "-7.500.000", "19.500.000",
        "Thừa so với sổ kế toán", "Máy in lạ", "chưa đối chiếu văn bản gốc", "Đề nghị làm rõ",
        "Ý kiến giải quyết số chênh lệch", "thiếu 1", "thừa 1",
    ):  # fmt: skip
        assert said in text, said
    assert "BẢN NHÁP" not in text
    book = openpyxl.load_workbook(io.BytesIO(counting.leader.get(f"{path}/minutes.xlsx").data))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    (server,) = [row for row in rows if row[1] == "=Máy chủ"]
    assert server[4:13] == [1, 12_000_000, 12_000_000, 1, 12_000_000, 12_000_000, 0, 0, 0]
    (total,) = [row for row in rows if row[1] == "Cộng"]
    assert total[4:13] == [2, 19_500_000, 19_500_000, 2, 12_000_000, 12_000_000, 0, -7_500_000, -7_500_000]
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)


def test_another_ward_sees_nothing_of_it(register, counting):
    register.asset()
    stocktake = counting.opened()
    stranger = register.caller({"officer"}, register.cu_khoi["id"])
    assert stranger.get("/stocktakes").json["items"] == []
    for part in (
        "",
        "/lines",
        "/progress",
        "/scans",
        "/devices",
        "/proposals",
        "/unexpected",
        "/minutes.pdf",
    ):
        assert stranger.get(f"/stocktakes/{stocktake['id']}{part}").status_code == 404, part
    assert counting.post(stocktake, scan("X"), caller=stranger).status_code == 404


def test_a_mere_holder_counts_only_as_one_of_the_board(register, counting):
    register.asset()
    stocktake = counting.opened()
    outsider = register.caller({"holder"}, register.bo_de["id"], counting.other["id"])
    member = register.caller({"holder"}, register.bo_de["id"], counting.chair["id"])
    assert outsider.get("/stocktakes").json["items"] == []
    assert outsider.get(f"/stocktakes/{stocktake['id']}").status_code == 404
    assert counting.post(stocktake, scan("", description="Vật"), caller=outsider).status_code == 404
    assert len(member.get("/stocktakes").json["items"]) == 1
    assert counting.outcomes(stocktake, scan("", description="Vật"), caller=member) == ["unlabelled"]


def test_a_cancelled_one_stays_with_its_reason_and_takes_no_steps(counting):
    plan = counting.plan()
    assert counting.post(plan, scan("X")).status_code == 409
    ended = counting.step(plan, "cancellation", {"reason": "Hoãn"})
    assert (ended["state"], ended["note"]) == ("cancelled", "Hoãn")
    assert counting.leader.send("POST", f"/stocktakes/{plan['id']}/opening", 2, json={}).status_code == 409
