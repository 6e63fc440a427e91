"""A ward for the tests of custody: units, people and assets told by events, and callers with tokens."""

import base64
import io
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from wsgiref.types import StartResponse, WSGIEnvironment

import orjson
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import text

from services.handover.app import create_app
from services.handover.commands import clocks
from services.handover.ledger import store
from services.handover.subscriptions import SUBSCRIPTIONS
from shared.auth import system_actor
from shared.bus import Message, Wait
from shared.clock import now
from shared.db import Database
from shared.delivery import Delivery
from shared.ids import uuid7
from shared.peers import Peers
from shared.tokens import issue_token
from tests.servers.databases import USER_KEY, Databases

LETTERS = "0123456789BCGHKLMNPQTVX"


class Register:
    """What the register of assets answers when custody asks for a person; it can be away."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, Any]] = {}
        self.closings: dict[str, list[dict[str, Any]]] = {}  # worked tables by closing
        self.away = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        *_, above, last = environ["PATH_INFO"].split("/")
        table = self.closings.get(above) if last == "rows" else None
        found = self.people.get(last) if table is None else {"items": table, "next": None}
        status = "503 Away" if self.away else "200 OK" if found else "404 Not Found"
        start_response(status, [("Content-Type", "application/json")])
        return [orjson.dumps(found or {})]


@dataclass(frozen=True)
class Caller:
    """Somebody with a token at the door of custody."""

    client: FlaskClient
    token: str

    def send(
        self, method: str, path: str, body: Any = None, *, version: int | None = None, **headers: str
    ) -> Any:
        """The response to one request; a write gets a key of its own unless `idempotency_key` is given."""
        key = headers.pop("idempotency_key", str(uuid7()))
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, **headers}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        return self.client.open(f"/api/handover{path}", method=method, json=body, headers=sent)

    def get(self, path: str) -> Any:
        """The JSON of a read that must succeed."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def post(self, path: str, body: Any = None, *, version: int | None = None) -> Any:
        """The JSON of a write that must succeed."""
        answer = self.send("POST", path, body or {}, version=version)
        assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
        return answer.json


class House:
    """Custody with its register. `hoa` keeps the assets of the ward, `district` is above it, `other` beside
    it.
    """

    def __init__(self, databases: Databases) -> None:
        self.settings = databases.settings("handover", bus_url="amqp://unused")
        self.admin_url = databases.admin_url("handover")
        self.database = Database(self.settings.database_url, pool_size=8)
        self.app = create_app(self.settings, database=self.database)
        self.register = Register()
        peers = Peers(self.settings, {"assets": self.register})
        self.delivery = Delivery("handover", self.database, SUBSCRIPTIONS, peers=peers)
        self._numbers = itertools.count(1)
        self.district = self.unit("Quận Long Biên", None)
        self.ward = self.unit("Phường Bồ Đề", self.district)
        self.other = self.unit("Phường Việt Hưng", self.district)
        self.hoa = self.person("Lê Thị Hoa", post="Công chức Văn phòng", duties=["officer"])
        self.officer = self.caller("officer", unit=self.ward, person=self.hoa)

    def close(self) -> None:
        self.database.close()

    # what the register tells

    def tell(
        self,
        kind: str,
        subject: UUID,
        sequence: int,
        data: Mapping[str, Any],
        event_id: str = "",
        wait: Wait | None = None,
    ) -> str:
        """Deliver one event as the bus does; returns its id."""
        event_id = event_id or str(uuid7())
        event = {
            "specversion": "1.0",
            "id": event_id,
            "source": "/api/assets",
            "type": kind,
            "subject": str(subject),
            "time": now().isoformat(),
        }
        body = orjson.dumps({**event, "sequence": str(sequence), "data": data})
        verdict, reason = self.delivery(Message(event_id, kind, body), wait or self._no_wait)
        assert verdict.value == "done", reason
        return event_id

    def unit(self, name: str, parent: UUID | None) -> UUID:
        unit_id = uuid7()
        data = {"unit_id": unit_id, "code": f"DV{next(self._numbers)}", "name": name, "kind": "ward"}
        data |= {"parent_id": parent, "valid_from": "2000-01-01", "valid_to": None}
        self.tell("assets.unit.registered.v1", unit_id, 1, data)
        return unit_id

    def person(
        self,
        name: str,
        *,
        unit: UUID | None = None,
        post: str = "Chuyên viên",
        duties: Any = (),
        told: bool = True,
    ) -> UUID:
        person_id, code = uuid7(), f"NV{next(self._numbers)}"
        self.register.people[str(person_id)] = {
            "id": person_id,
            "code": code,
            "name": name,
            "post": post,
            "unit_id": unit or self.ward,
            "email": "x@example.vn",
            "status": "working",
            "duties": list(duties),
            "left_on": None,
            "left_basis": None,
            "version": 1,
        }
        data = {
            "person_id": person_id,
            "code": code,
            "unit_id": unit or self.ward,
            "status": "working",
            "duties": [],
            "left_on": None,
        }
        if told:
            self.tell("assets.person.registered.v1", person_id, 1, data)
        return person_id

    def leave(
        self, person_id: UUID, *, status: str = "retired", event_id: str = "", wait: Wait | None = None
    ) -> str:
        """The person leaves; with the `event_id` of an earlier telling it is a redelivery."""
        known = self.register.people[str(person_id)]
        if not event_id:
            known |= {"status": status, "left_on": "2026-01-05", "version": known["version"] + 1}
            known["left_basis"] = "Quyết định số 12/QĐ-UBND"
        data = {name: known[name] for name in ("code", "unit_id", "status", "duties", "left_on")}
        data |= {"person_id": person_id}
        return self.tell("assets.person.left.v1", person_id, known["version"], data, event_id, wait)

    def move(self, person_id: UUID, unit: UUID) -> None:
        """The person goes to another unit."""
        known = self.register.people[str(person_id)]
        before = known["unit_id"]
        known |= {"unit_id": unit, "version": known["version"] + 1}
        data = {name: known[name] for name in ("code", "unit_id", "status", "duties", "left_on")}
        data |= {"person_id": person_id, "previous_unit_id": before, "moved_on": "2025-07-01"}
        self.tell("assets.person.moved.v1", person_id, known["version"], data)

    def merge(self, unit: UUID, successors: Iterable[UUID], act: UUID) -> None:
        """The unit ended, and the successors took over from it by one act."""
        code, name, parent = self.rows(
            "SELECT code, name, parent_id FROM known_units WHERE id = :id", id=unit
        )[0]
        data = {"unit_id": unit, "code": code, "name": name, "kind": "ward", "parent_id": parent}
        data |= {
            "valid_from": "2000-01-01",
            "valid_to": "2025-06-30",
            "act_id": act,
            "happened_on": "2025-07-01",
        }
        data |= {"successors": [{"unit_id": one, "share": None} for one in successors]}
        self.tell("assets.unit.merged.v1", unit, 2, data)

    def assets(self, count: int, *, unit: UUID | None = None, **facts: Any) -> list[dict[str, Any]]:
        """New assets in store; each as its event said it."""
        made = []
        for _ in range(count):
            number, code = next(self._numbers), ""
            for _ in range(8):
                number, digit = divmod(number, len(LETTERS))
                code = LETTERS[digit] + code
            data = {"asset_id": str(uuid7()), "code": code, "tag": "", "name": f"Máy tính bảng {code}"}
            data |= {"serial": f"SN{code}", "category": "tablet", "cost": 8_500_000, "kind": "tool"}
            data |= {"put_to_use_on": None, "status": "in_store", "unit_id": str(unit or self.ward), **facts}
            self.tell("assets.asset.registered.v1", UUID(data["asset_id"]), 1, data)
            made.append(data)
        return made

    # who comes to the door

    def caller(self, *roles: str, unit: UUID | None = None, person: UUID | None = None) -> Caller:
        token = issue_token(
            USER_KEY,
            subject=f"user:{person or 'x'}:{'+'.join(roles)}",
            audience="handover",
            roles=frozenset(roles),
            unit_id=unit,
            person_id=person,
        )
        return Caller(self.app.test_client(), token)

    def holder(self, person: UUID) -> Caller:
        return self.caller("holder", unit=self.ward, person=person)

    def give(self, assets: Iterable[Mapping[str, Any]], to: UUID, **facts: Any) -> Any:
        """A record by which the ward's officer gives `assets` out, issued."""
        lines = [{"code": one["code"], "condition": "Tốt"} for one in assets]
        body = {"kind": "internal_handover", "from": {"person_id": self.hoa}, "to": {"person_id": to}}
        return self.officer.post("/records", {**body, "lines": lines, "place": "trụ sở UBND phường", **facts})

    def take_back(
        self, assets: Iterable[Mapping[str, Any]], giver: UUID, kind: str = "internal_return"
    ) -> Any:
        lines = [{"code": one["code"], "condition": "Tốt"} for one in assets]
        body = {"kind": kind, "from": {"person_id": giver}, "to": {"person_id": self.hoa}, "lines": lines}
        return self.officer.post("/records", body)

    def sign_both(self, record: Mapping[str, Any]) -> Any:
        """Both sides sign on the officer's device; the completed record."""
        return self.sign_both_as(self.officer, record)

    def sign_both_as(self, officer: Caller, record: Mapping[str, Any]) -> Any:
        """The same on the device of any officer."""
        for side in ("giver", "receiver"):
            body = {"side": side, "method": "drawn", "drawing": scribble()}
            record = officer.post(f"/records/{record['id']}/signatures", body, version=record["version"])
        return record

    # what stands in the books

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Rows of custody's database as its own machinery sees them."""
        with self.database.transaction(system_actor("handover")) as session:
            return list(session.execute(text(sql), values))

    def events(self, kind: str, subject: str) -> list[Any]:
        return self.rows(
            "SELECT * FROM outbox WHERE type = :kind AND subject = :subject", kind=kind, subject=subject
        )

    def sequence(self) -> int:
        return store.sequence(self.database)

    def ring(self) -> int:
        """Let the clock of recalls run once."""
        return clocks.tell(self.database)

    @staticmethod
    def _no_wait(seconds: float) -> None:
        raise AssertionError("a handler had to wait")


def scribble(draw: Callable[[ImageDraw.ImageDraw], None] | None = None) -> str:
    """A drawn signature as a browser sends it."""
    image = Image.new("RGBA", (400, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if draw is None:
        pen.line([(20, 100), (90, 30), (160, 120), (240, 40), (360, 90)], fill=(20, 20, 90, 255), width=5)
    else:
        draw(pen)
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
