"""Time-stamps (RFC 3161) from the authority of the configuration, by the client that the house uses."""

from asyncio import to_thread
from typing import Any

import httpx

from shared.settings import Sealing

PATIENCE = 10.0  # seconds
_TYPE = "application/timestamp-query"


def stamper(sealing: Sealing) -> Any:
    """A time-stamper, as pyHanko wants it, for TSA_URL, or None when there is none."""
    if not sealing.tsa_url:
        return None
    from asn1crypto import tsp
    from pyhanko.sign.timestamps.api import TimeStamper

    class Stamper(TimeStamper):
        """Asks over HTTP, never follows to another place."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(await to_thread(_ask, sealing.tsa_url, req.dump()))

    made: Any = Stamper  # pyHanko leaves its constructor untyped
    return made()


def _ask(url: str, request: bytes) -> bytes:
    answer = httpx.post(url, content=request, headers={"Content-Type": _TYPE}, timeout=PATIENCE)
    answer.raise_for_status()
    return answer.content
