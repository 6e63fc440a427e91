"""Who decides on a disposal: rows of configuration (who was given the power, for what, up to which value), or
what the law itself says when none fits. Pure.

Below the Chairman of the province the power is decentralised by decisions that differ from place to place
(Decree 186/2025 Art. 17, 20, 22, 112(3)); so it is data of the body, never a constant of the program.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.assets.rules.assets import TOOL
from shared.errors import Conflict, FieldError, Invalid, NotPermitted
from shared.law import Provision, rule

CONFIGURED, BY_LAW = "configured", "law"
RECORDERS = ("head", "officer", "admin")  # the roles that may write a decision into the register


@dataclass(frozen=True)
class Authority:
    """One row: within `unit_id` and all below it, for a form of disposal and kind of asset (None: any) of an
    original cost from `cost_from` up to, not including, `cost_to` VND per asset (None: no limit).
    """

    id: UUID | None
    unit_id: UUID | None
    kind: str | None
    asset_kind: str | None
    cost_from: int
    cost_to: int | None
    title: str
    role: str
    person_id: UUID | None
    document: str
    valid_from: date
    valid_to: date | None
    source: str = CONFIGURED
    rule: str = ""

    def fits(self, kind: str, asset_kind: str, cost: int, on: date) -> bool:
        """Whether the row is about that asset on the day `on`."""
        return (
            self.kind in (None, kind)
            and self.asset_kind in (None, asset_kind)
            and self.cost_from <= cost
            and (self.cost_to is None or cost < self.cost_to)
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


def check_row(one: Authority, others: Iterable[Authority]) -> None:
    """Raise Invalid for an empty range, Conflict when another row says something about the same assets on the
    same day: for one asset there is at most one row of one unit and exactness.
    """
    if one.cost_to is not None and one.cost_to <= one.cost_from:
        raise _wrong("cost_to", "Mức trên phải lớn hơn mức dưới.", "The range is empty.")
    if one.valid_to is not None and one.valid_to < one.valid_from:
        raise _wrong("valid_to", "Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first.")
    for other in others:
        if other.id != one.id and _overlap(one, other):
            raise Conflict(
                "authority-overlaps",
                vi=f"Đã có quy định cho cùng phạm vi và thời gian: {other.title} ({other.document}).",
                en="Another row covers the same assets and days.",
                errors=[FieldError("/cost_from", "Trùng phạm vi.", "It overlaps.")],
            )


def chosen(
    rows: Iterable[Authority],
    distance: Mapping[UUID, int],
    *,
    kind: str,
    asset_kind: str,
    cost: int,
    on: date,
) -> Authority | None:
    """The row that decides: of the nearest unit (`distance` 0 is the asset's own), then the one that names
    the form of disposal, then the one that names the kind of asset. None when no row fits.
    """
    fitting = [row for row in rows if row.unit_id in distance and row.fits(kind, asset_kind, cost, on)]
    return min(fitting, key=lambda row: _rank(row, distance), default=None)


def by_law(law: Provision, asset_kind: str, on: date) -> Authority:
    """What the law says when nothing is configured: of things that are no fixed assets the agency itself
    disposes (Art. 22(2)(d), 28(4), 32(4), 34(4)); else the authority of that form of disposal.
    """
    itself = asset_kind == TOOL and law.details["tools_by_agency"]
    key = rule("D186-22" if itself else law.details["authority_rule"], on).key
    title = "Thủ trưởng cơ quan, đơn vị có tài sản" if itself else law.details["authority"]
    return Authority(None, None, law.id, asset_kind, 0, None, title, "head", None, "", on, None, BY_LAW, key)


def one_for_all(
    rows: Sequence[Authority],
    distance: Mapping[UUID, int],
    law: Provision,
    lines: Sequence[Mapping[str, Any]],
    on: date,
) -> Authority:
    """The authority that all lines of a case lead to. Raises Invalid naming the lines that lead elsewhere
    than the first: their decision is somebody else's, so they need a case of their own.
    """
    found = [
        chosen(rows, distance, kind=law.id, asset_kind=line["asset_kind"], cost=line["cost"], on=on)
        or by_law(law, line["asset_kind"], on)
        for line in lines
    ]
    faults = [
        FieldError(
            f"/lines/{place}",
            f"{line['code']}: thẩm quyền của {one.title}, khác dòng đầu ({found[0].title}); hãy tách hồ sơ",
            f"{line['code']}: another authority decides; make another case",
        )
        for place, (line, one) in enumerate(zip(lines, found, strict=True))
        if _same(one) != _same(found[0])
    ]
    if faults:
        raise Invalid("several-authorities", vi=faults[0].vi, en=faults[0].en, errors=faults)
    return found[0]


def check_decider(authority: Mapping[str, Any], roles: frozenset[str], person_id: UUID | None) -> None:
    """Raise NotPermitted when the decision of this authority is written down by somebody else."""
    if "service" in roles:
        return
    named = authority["authority_person_id"]
    if authority["authority_role"] not in roles or (named is not None and named != person_id):
        raise NotPermitted(
            "decision-not-yours",
            vi="Quyết định này do người khác ghi, theo phân cấp thẩm quyền xử lý tài sản.",
            en="The decision of this authority is recorded by somebody else.",
        )


def check_two_people(case: Mapping[str, Any], subject: str, person_id: UUID | None) -> None:
    """Raise NotPermitted when who decides is who drew the case up or submitted it."""
    subjects = {case["drafted_by"], case["submitted_by"]}
    people = {case["drafted_person_id"], case["submitted_person_id"]} - {None}
    if subject in subjects or person_id in people:
        raise NotPermitted(
            "decider-is-requester",
            vi="Người lập hoặc trình hồ sơ không được quyết định chính hồ sơ đó.",
            en="Who drew up or submitted a case may not decide it.",
        )


def _rank(row: Authority, distance: Mapping[UUID, int]) -> tuple[int, bool, bool]:
    assert row.unit_id is not None  # noqa: S101 - for the type checker: rows of configuration have a unit
    return distance[row.unit_id], row.kind is None, row.asset_kind is None


def _same(one: Authority) -> tuple[Any, ...]:
    return (one.id, one.title, one.role, one.person_id)


def _overlap(one: Authority, other: Authority) -> bool:
    same = (one.unit_id, one.kind, one.asset_kind) == (other.unit_id, other.kind, other.asset_kind)
    far = date.max
    days = one.valid_from <= (other.valid_to or far) and other.valid_from <= (one.valid_to or far)
    costs = (other.cost_to is None or one.cost_from < other.cost_to) and (
        one.cost_to is None or other.cost_from < one.cost_to
    )
    return same and days and costs


def _wrong(name: str, vi: str, en: str) -> Invalid:
    return Invalid("authority-wrong", vi=vi, en=en, errors=[FieldError(f"/{name}", vi, en)])
