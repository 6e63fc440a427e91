"""What the page of one asset shows, section by section; a section whose source is away is left out."""

from collections.abc import Callable, Mapping
from typing import Any

from services.web.access import may_open
from services.web.attribute_form import shown_attributes
from services.web.backstage import Json, attempt, fetch, visitor
from services.web.choices import categories, units
from services.web.language import _
from services.web.shown import day, money, word
from services.web.who import names_of
from shared.law import Provision, provisions

_WRITTEN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("cost", "cost_budget", "cost_other"), money),
    **dict.fromkeys(("put_to_use_on", "warranty_until", "increase_document_on"), day),
    "status": lambda code: word(code, "asset_status"),
    "kind": lambda code: word(code, "asset_kind"),
    "increase_cause": lambda code: word(code, "increase"),
    "cause": lambda code: word(code, "cost_cause"),
    "category": lambda code: dict(categories()).get(code, code),
    "unit_id": lambda id_: dict(units()).get(id_, _("đơn vị khác")),
    "part": lambda part: f"{part['name']} ({part['code']})",
    "parent_id": lambda _id: _("có"),
    "holder_person_id": lambda _id: _("có người giữ"),
}
_SILENT = {"kind_rule", "maker_id", "model_id", "cost_parts", "attributes"}


def sections_of(asset: Json, catalogue: list[Json]) -> Json:
    """Everything that the page shows beside the asset itself."""
    asset_id = asset["id"]
    reader = may_open("assets.listing", visitor().roles)
    category = next((one for one in catalogue if one["code"] == asset["category"]), None)
    held = attempt(lambda: fetch("handover", "/custody", asset=asset_id), _("Người đang giữ"))
    records = _items("handover", "/records", _("Lịch sử giao nhận"), asset=asset_id, limit=20)
    found: Json = {
        "category": category,
        "attributes": shown_attributes(asset["attributes"] or {}, category["attributes"] if category else []),
        "holder": held["items"][0] if held and held["items"] else None,
        "records": records,
        "files": _files(asset_id),
        "parts": _items("assets", f"/assets/{asset_id}/parts", _("Bộ phận"), limit=50)
        if asset["parts"]
        else [],
        "kind_rule": rule_of(asset["kind_rule"]),
    }
    if reader:
        found["costs"] = _items("assets", f"/assets/{asset_id}/cost-changes", _("Thay đổi nguyên giá"))
        found["upkeep"] = attempt(
            lambda: fetch("assets", f"/assets/{asset_id}/maintenance", limit=10), _("Nhật ký bảo dưỡng")
        )
        found["history"] = history_of(asset_id, catalogue)
    return found


def history_of(asset_id: Any, catalogue: list[Json], after: str = "", limit: int = 10) -> Json | None:
    """A page of what was changed, newest first: who, when, why, and each field before and after in words."""
    page = attempt(
        lambda: fetch("assets", f"/assets/{asset_id}/changes", newest="true", limit=limit, after=after),
        _("Lịch sử thay đổi"),
    )
    if page is None:
        return None
    who = names_of(row["changed_by"] for row in page["items"])
    rows = [
        {**row, "who": who[row["changed_by"]], "fields": _fields(row["before"], row["after"], catalogue)}
        for row in page["items"]
    ]
    return {"items": rows, "next": page["next"]}


def rule_of(key: str) -> Provision | None:
    """The version of the rule that a key such as `FIXED-ASSET@2` names."""
    id_, _at, version = key.rpartition("@")
    return next((one for one in provisions("rule").get(id_, ()) if str(one.version) == version), None)


def _files(asset_id: str) -> list[Json]:
    wanted = {"subject_noun": "asset", "subject_id": asset_id}
    return _items("assets", "/files", _("Ảnh và giấy tờ"), **wanted)


def _items(service: str, path: str, missing: str, **params: Any) -> list[Json]:
    page = attempt(lambda: fetch(service, path, **params), missing)
    return list(page["items"]) if page else []


def _fields(
    before: Mapping[str, Any], after: Mapping[str, Any], catalogue: list[Json]
) -> list[tuple[str, str, str]]:
    """(label, before, after) of every field that a reader can make something of."""
    category = before.get("category") or after.get("category")
    specified = [one for row in catalogue for one in row["attributes"] if category in {None, row["code"]}]
    names = [name for name in {**before, **after} if name not in _SILENT]
    fields = [
        (word(name, "asset_field"), _said(name, before.get(name)), _said(name, after.get(name)))
        for name in names
        if before.get(name) not in (None, "") or after.get(name) not in (None, "")  # 0 is said
    ]
    old = dict(shown_attributes(before.get("attributes") or {}, specified))
    new = dict(shown_attributes(after.get("attributes") or {}, specified))
    fields += [
        (label, old.get(label, "–"), new.get(label, "–"))
        for label in {**old, **new}
        if old.get(label) != new.get(label)
    ]
    return fields


def _said(name: str, value: Any) -> str:
    """A recorded value for people; of a holder or a system only that there is one."""
    if value in (None, ""):
        return "–"
    return str(_WRITTEN.get(name, str)(value))
