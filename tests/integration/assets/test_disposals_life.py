"""Disposal cases from the draft to the books: each form, who may do what, what is refused and why."""

from datetime import timedelta

import pytest

from shared.clock import today
from tests.integration.assets.conftest import Register
from tests.integration.assets.disposing import CASES, Office

pytestmark = pytest.mark.postgres

CAUSES = {
    "state_recall": "recalled",
    "hand_over_to_locality": "handed_to_locality",
    "sale": "sold",
    "liquidation": "liquidated",
    "destruction": "destroyed",
    "loss": "lost",
    "software_uninstall": "uninstalled",
    "other": "other_decrease",
}


@pytest.fixture
def office(register: Register) -> Office:
    return Office(register)


@pytest.mark.parametrize("kind", sorted(CAUSES))
def test_each_form_goes_from_draft_to_the_books(office, kind):
    category = "software" if kind == "software_uninstall" else "tablet"
    asset = office.asset(category=category, cost=12_000_000, cost_budget=9_000_000, cost_other=3_000_000)
    case = office.booked(kind, [asset])
    assert case["state"] == "booked"
    unit = office.unit["id"]
    assert office.movements(asset) == [
        (unit, "opening", 1, 12_000_000, 0),
        (unit, CAUSES[kind], -1, -12_000_000, 0),
    ]
    sources = office.register.look(
        "SELECT cost_budget, cost_other, source_id::text, document_number, rules FROM book_entries"
        " WHERE asset_id = %s AND quantity = -1",
        asset["id"],
    )
    assert sources[0][:3] == (-9_000_000, -3_000_000, case["id"])
    assert "45/QĐ-UBND" in sources[0][3]
    assert f"disposal:{kind}@1" in sources[0][4]
    assert office.officer.get(f"/assets/{asset['id']}").json["status"] == "disposed"
    changes = office.officer.get(f"/assets/{asset['id']}/changes").json["items"]
    assert [change["act"] for change in changes] == ["registered", "disposal_decided", "disposed"]
    assert case["number"] in changes[-1]["reason"]
    told = [kind for kind, _ in office.register.told(case["id"])]
    assert told == [f"assets.disposal.{verb}.v1" for verb in ("submitted", "decided", "done")]


def test_a_transfer_moves_the_asset_with_cost_and_wear_into_the_receivers_books(office):
    asset = office.asset(cost=12_000_000)
    office.register.look_and_write(
        "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
        " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,"
        " note, rules) SELECT asset_id, unit_id, effective_on, now(), 'test', 'correction', 0, 0, 0, 0,"
        " 4800000, category, asset_kind, '', '', '', '{}' FROM book_entries WHERE asset_id = %s",
        asset["id"],
    )
    case = office.booked("transfer", [asset])
    giver, receiver = office.unit["id"], office.register.cu_khoi["id"]
    assert office.movements(asset)[-2:] == [
        (giver, "transfer_out", -1, -12_000_000, -4_800_000),
        (receiver, "transfer_in", 1, 12_000_000, 4_800_000),
    ]
    assert case["lines"][0]["remaining"] == 7_200_000
    moved = office.register.officer.get(f"/assets/{asset['id']}").json
    assert (moved["unit_id"], moved["status"]) == (receiver, "in_store")
    assert office.officer.get(f"/assets/{asset['id']}").status_code == 404


def test_a_lost_thing_may_be_booked_from_the_decision_before_anything_is_compensated(office):
    asset = office.asset()
    case = office.decided("loss", [asset])
    case = office.act(office.accountant, case, "booking")
    assert case["state"] == "booked"
    case = office.act(office.accountant, case, "money", proceeds=2_000_000, paid_in=2_000_000, costs=0)
    assert (case["proceeds"], case["paid_in"]) == (2_000_000, 2_000_000)


def test_who_asked_may_not_decide_whatever_roles_they_have(office):
    asset = office.asset()
    both = office.register.caller({"officer", "head"}, office.unit["id"], office.people["CB1"])
    case = office.papers(office.draft("liquidation", [asset]))
    case = office.act(both, case, "submission")
    verdict = {"outcome": "rejected", "note": "Chưa cần"}
    assert office.refused(both, case, "decision", **verdict)["type"] == "/problems/decider-is-requester"
    drafter = office.register.caller({"head"}, office.unit["id"], office.people["CB1"])
    assert office.refused(drafter, case, "decision", **verdict)["type"] == "/problems/decider-is-requester"
    stranger = office.register.caller({"admin"}, office.unit["id"], office.people["CB2"])
    assert office.refused(stranger, case, "decision", **verdict)["type"] == "/problems/decision-not-yours"
    assert office.act(office.head, case, "decision", **verdict)["state"] == "rejected"


def test_the_database_itself_holds_that_two_people_are_needed(office):
    import psycopg

    case = office.submitted("liquidation", [office.asset()])
    with pytest.raises(psycopg.errors.CheckViolation, match="disposals_two_people"):
        office.register.look_and_write(
            "UPDATE disposals SET state = 'decided', decided_by = drafted_by WHERE id = %s", case["id"]
        )
    with pytest.raises(psycopg.errors.CheckViolation, match="disposals_two_people"):
        office.register.look_and_write(
            "UPDATE disposals SET state = 'decided', decided_by = 'x',"
            " decided_person_id = submitted_person_id WHERE id = %s",
            case["id"],
        )


def test_a_missing_paper_is_named_and_refuses_the_submission(office):
    case = office.draft("transfer", [office.asset()])
    problem = office.refused(office.officer, case, "submission")
    assert problem["type"] == "/problems/papers-missing"
    assert "Văn bản đề nghị của bên nhận" in problem["detail"]
    assert problem["legal_basis"] == ["D186-21a@1"]


def test_reorganisation_needs_no_request_of_the_receiver(office):
    case = office.draft("transfer", [office.asset()], legal_case="42.1.a")
    assert [paper["paper"] for paper in case["papers"] if paper["required"]] == ["list", "upper_letter"]


def test_a_part_that_is_lost_is_a_change_of_cost_and_no_disposal(office):
    answer = office.officer.post(
        "/disposals",
        {"unit_id": office.unit["id"], "kind": "loss", "legal_case": "34.5", "lines": []},
    )
    assert answer.status_code == 422
    assert answer.json["legal_basis"] == ["D186-34-5@1"]
    assert "điều chỉnh nguyên giá" in answer.json["detail"]


def test_what_is_not_worn_off_may_not_go_as_worn_off(office):
    asset = office.asset(cost=20_000_000)
    case = office.papers(office.draft("liquidation", [asset], legal_case="45.1.a"))
    problem = office.refused(office.officer, case, "submission")
    assert problem["legal_basis"] == ["D186-29b@2"]
    assert "còn 20.000.000 đồng" in problem["detail"]


def test_a_repair_must_cost_more_than_thirty_percent_of_the_cost(office):
    asset = office.asset(cost=20_000_000)
    case = office.papers(office.draft("liquidation", [asset]))
    for estimate, fine in ((6_000_000, False), (6_000_001, True)):
        line = {"asset_id": asset["id"], "unrepairable": False, "repair_estimate": estimate}
        case = office.act(office.officer, case, "lines", lines=[line])
        if fine:
            assert office.act(office.officer, case, "submission")["state"] == "submitted"
        else:
            assert office.refused(office.officer, case, "submission")["legal_basis"] == ["D186-29a@1"]


def test_after_the_decision_the_asset_waits_and_nobody_may_change_it_by_hand(office):
    asset = office.asset()
    office.decided("liquidation", [asset])
    now = office.officer.get(f"/assets/{asset['id']}").json
    assert now["status"] == "awaiting_disposal"
    answer = office.officer.patch(f"/assets/{asset['id']}", now["version"], {"status": "in_store"})
    assert answer.json["type"] == "/problems/status-needs-decision"
    moved = {"unit_id": office.register.cu_khoi["id"], "reason": "Chuyển"}
    answer = office.register.officer.patch(f"/assets/{asset['id']}", now["version"], moved)
    assert answer.json["legal_basis"] == ["L15-41-2@1"], answer.json
    day = today().isoformat()
    minutes = {"document_number": "BB 1", "document_on": day, "effective_on": day, "reason": "Nâng cấp"}
    recost = {"cause": "upgrade", "cost": asset["cost"] + 1_000_000, **minutes}
    answer = office.register.officer.post(
        f"/assets/{asset['id']}/cost-changes", recost, version=now["version"]
    )
    assert answer.json["legal_basis"] == ["L15-41-2@1"], answer.json
    assert office.officer.get(f"/assets/{asset['id']}").json == now


def test_a_case_sent_back_can_be_submitted_again_and_a_cancelled_one_frees_its_assets(office):
    asset = office.asset()
    case = office.submitted("liquidation", [asset])
    case = office.act(office.head, case, "decision", outcome="returned", note="Thiếu ảnh")
    assert case["state"] == "returned"
    case = office.act(office.officer, case, "submission")
    case = office.act(office.officer, case, "cancellation", reason="Sửa được")
    assert case["state"] == "cancelled"
    assert office.draft("sale", [asset])["assets"] == 1


def test_a_lapsed_decision_gives_the_assets_their_state_back(office):
    asset = office.asset()
    now = office.officer.get(f"/assets/{asset['id']}").json
    broken = {"status": "broken", "reason": "Rơi vỡ"}
    assert office.officer.patch(f"/assets/{asset['id']}", now["version"], broken).status_code == 200
    case = office.decided("liquidation", [asset])
    case = office.act(office.head, case, "lapse", note="Quyết định bị thu hồi")
    assert case["state"] == "lapsed"
    assert office.officer.get(f"/assets/{asset['id']}").json["status"] == "broken"
    assert office.draft("liquidation", [asset])["state"] == "draft"


def test_scrapping_needs_its_council_and_a_transfer_its_minutes(office):
    case = office.decided("liquidation", [office.asset()])
    problem = office.refused(office.officer, case, "execution", **office.execution("liquidation"))
    assert problem["legal_basis"] == ["D186-30b@1"]
    case = office.decided("transfer", [office.asset()])
    problem = office.refused(
        office.officer, case, "execution", **office.execution("transfer") | {"handover_number": ""}
    )
    assert problem["errors"][0]["pointer"] == "/handover_number"


def test_a_direct_sale_keeps_to_the_limits_of_value(office):
    asset = office.asset(cost=30_000_000)
    case = office.decided("sale", [asset])
    said = office.execution("sale") | {"mode": "direct"}
    problem = office.refused(office.officer, case, "execution", **said)
    assert problem["type"] == "/problems/revalued-missing"
    said["prices"] = [{"asset_id": asset["id"], "revalued": 10_000_000}]
    problem = office.refused(office.officer, case, "execution", **said)
    assert problem["legal_basis"] == ["D186-27@1"]
    said["prices"] = [{"asset_id": asset["id"], "revalued": 9_999_999}]
    assert office.act(office.officer, case, "execution", **said)["done_mode"] == "direct"


def test_deadlines_run_from_their_triggers_and_stop_when_met(office):
    case = office.submitted("liquidation", [office.asset()])
    (decision,) = case["deadlines"]
    assert (decision["step"], decision["rule"]) == ("decision", "T-16@1")
    assert decision["due_on"] == (today() + timedelta(days=20)).isoformat()
    assert decision["days_left"] == 20
    case = office.council(office.approve(case))
    case = office.act(office.officer, case, "execution", **office.execution("liquidation"))
    by_step = {one["step"]: one for one in case["deadlines"]}
    assert by_step["decision"]["met_on"] == by_step["execution"]["met_on"] == today().isoformat()
    assert by_step["books"]["days_left"] == 30


def test_a_decision_says_what_the_law_asks_of_it(office):
    case = office.submitted("state_recall", [office.asset()])
    problem = office.refused(office.head, case, "decision", outcome="approved", decision_number="1/QĐ")
    assert problem["legal_basis"] == ["D186-18c@1"]
    assert {error["pointer"] for error in problem["errors"]} == {"/decision_on", "/signer", "/responsibility"}


def test_a_decision_is_neither_before_the_file_nor_ahead(office):
    case = office.submitted("liquidation", [office.asset()])
    for days in (-1, 1):
        body = {
            "outcome": "approved",
            "decision_number": "1/QĐ",
            "decision_on": (today() + timedelta(days=days)).isoformat(),
            "signer": "A",
            "responsibility": "B",
        }
        assert office.refused(office.head, case, "decision", **body)["type"] == "/problems/date-wrong"


def test_every_form_of_the_law_has_a_test_here():
    from shared.law import provisions

    assert {*CAUSES, "transfer"} == CASES.keys() == provisions("disposal").keys()
