"""One change to many assets: all of them or none, with a word for each that stands in the way."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.assets import change_asset
from services.assets.models import ASSETS
from shared.auth import Actor
from shared.errors import Conflict, DomainError, FieldError, NotFound
from shared.tasks import UNWATCHED, Progress

_SHOWN = 50  # refusals that are told one by one


def change_many(
    session: Session, actor: Actor, body: dict[str, Any], progress: Progress = UNWATCHED
) -> dict[str, int]:
    """Give every asset of `items` {asset_id, version} the unit, department or place of `body`, with the
    reason. Raises NotFound for assets that the actor does not see, Conflict naming each that cannot be
    changed so; then nothing is.
    """
    change = {name: body[name] for name in ("unit_id", "department", "place") if body.get(name) is not None}
    wanted = {one["asset_id"]: (place, one["version"]) for place, one in enumerate(body["items"])}
    # Systems before what hangs in them: a system takes its parts along, a part alone must not leave it.
    chosen = select(ASSETS.c.id, ASSETS.c.code, ASSETS.c.unit_id).where(ASSETS.c.id.in_(list(wanted)))
    known = session.execute(chosen.order_by(ASSETS.c.parent_id.nulls_first(), ASSETS.c.id)).all()
    _refuse_unknown([place for one, (place, _) in wanted.items() if one not in {row.id for row in known}])
    faults = []
    for number, row in enumerate(known):
        progress(number, len(known))
        place, version = wanted[row.id]
        moved = session.execute(select(ASSETS.c.unit_id).where(ASSETS.c.id == row.id)).scalar() != row.unit_id
        if moved:  # it went along with its system, and has another version since
            version += 1
        try:
            change_asset(session, actor, row.id, version, {**change, "reason": body["reason"]})
        except DomainError as refused:
            faults.append(
                FieldError(f"/items/{place}", f"{row.code}: {refused.vi}", f"{row.code}: {refused.en}")
            )
    if faults:
        raise Conflict(
            "assets-not-changed",
            vi=f"{len(faults)} tài sản không thay đổi được nên chưa có tài sản nào được thay đổi.",
            en=f"{len(faults)} assets cannot be changed, so none was.",
            errors=faults[:_SHOWN],
        )
    return {"changed": len(known)}


def _refuse_unknown(places: list[int]) -> None:
    if places:
        vi, en = "Không có tài sản này.", "There is no such asset."
        errors = [FieldError(f"/items/{place}", vi, en) for place in places[:_SHOWN]]
        raise NotFound("assets-not-found", vi=vi, en=en, errors=errors)
