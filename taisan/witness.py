"""An auditor's own watch over a ledger, from any computer: what was seen is kept in one small file."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from shared.tlog.checkpoint import Unbelievable
from shared.tlog.witness import Forked, Seen, believed_keys, follow

_PATIENCE = 20.0


class NotReached(Exception):
    """The ledger did not answer, or not as a ledger does; the message says what came back."""


def watch(address: str, kept: Path, key: str = "") -> tuple[Seen | None, Seen, str]:
    """Look at the ledger at `address` once: (seen before, seen now, its key), kept in the file `kept`.

    At the first look `key` (a vkey) is trusted, or else the key that the ledger shows. Raises NotReached,
    Unbelievable, or Forked; then the file keeps what it had, and the other note lies beside it.
    """
    state = _read(kept)
    with httpx.Client(base_url=f"{address.rstrip('/')}/api/handover/ledger", timeout=_PATIENCE) as ledger:
        note, told = _asked(ledger, "/checkpoint").text, _asked(ledger, "/keys").json()["items"]
        trusted = key or state.get("key") or str(told[0]["key"])
        before = _seen(state)
        try:
            now = follow(
                before, note, believed_keys(trusted, told), lambda old, new: _consistency(ledger, old, new)
            )
        except (Forked, Unbelievable):
            kept.with_suffix(".refused").write_text(note, encoding="utf-8")
            raise
    _write(kept, {"address": address, "key": trusted, "note": now.note, "size": now.size, "root": now.root})
    return before, now, trusted


def _asked(ledger: httpx.Client, path: str, **params: Any) -> httpx.Response:
    try:
        return ledger.get(path, params=params).raise_for_status()
    except httpx.HTTPError as error:
        raise NotReached(str(error)) from error


def _consistency(ledger: httpx.Client, old: int, new: int) -> Sequence[bytes]:
    try:
        answer = ledger.get("/consistency", params={"old": old, "size": new}).raise_for_status()
        return [bytes.fromhex(step) for step in answer.json()["path"]]
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise NotReached(str(error)) from error


def _read(kept: Path) -> dict[str, Any]:
    try:
        state = json.loads(kept.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise NotReached(f"{kept}: {error}") from error
    return state if isinstance(state, dict) else {}


def _seen(state: dict[str, Any]) -> Seen | None:
    if "note" not in state:
        return None
    return Seen(int(state["size"]), base64.b64decode(state["root"]), str(state["note"]))


def _write(kept: Path, state: dict[str, Any]) -> None:
    """Whole or not at all: a witness that forgets is none."""
    fresh = kept.with_name(f".{kept.name}.new")
    ready = {**state, "root": base64.b64encode(state["root"]).decode()}
    fresh.write_text(json.dumps(ready, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(kept)
