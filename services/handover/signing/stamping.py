"""Time-stamps (RFC 3161) from the authority of the configuration, by the client that the house uses."""

import time
from asyncio import to_thread
from typing import Any

import httpx

from shared.errors import Conflict
from shared.logs import log
from shared.settings import Sealing

PATIENCE = 6.0  # seconds for all of its answers to one seal: less than a page waits for a service
LARGEST = 100_000  # bytes of an answer; a stamp with its chain of certificates has some thousand
_TYPE = "application/timestamp-query"
_log = log(__name__)


def stamper(sealing: Sealing) -> Any:
    """A time-stamper, as pyHanko wants it, for TSA_URL, or None when there is none."""
    if not sealing.tsa_url:
        return None
    from asn1crypto import tsp
    from pyhanko.sign.timestamps.api import TimeStamper

    end = time.monotonic() + PATIENCE

    class Stamper(TimeStamper):
        """Asks over HTTP, never follows to another place. pyHanko asks twice: first to know the size."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(await to_thread(_ask, sealing.tsa_url, req.dump(), end))

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            """Raises Conflict for whatever is wrong with the answer."""
            try:
                asked: Any = super().async_timestamp
                return await asked(message_digest, md_algorithm)
            except Exception as error:
                _log.warning("stamp_not_had", reason=repr(error))
                raise _not_stamped() from error

    made: Any = Stamper  # pyHanko leaves its constructor untyped
    return made()


def _ask(url: str, request: bytes, end: float) -> bytes:
    """The authority's answer, had by `end` (of time.monotonic) even from a host that sends byte by byte."""
    patience = httpx.Timeout(max(end - time.monotonic(), 0.1), connect=2.0)
    headers = {"Content-Type": _TYPE}
    answer = bytearray()
    with httpx.stream("POST", url, content=request, headers=headers, timeout=patience) as sent:
        sent.raise_for_status()
        for part in sent.iter_raw():
            answer += part
            if time.monotonic() > end or len(answer) > LARGEST:
                raise TimeoutError("the answer is too slow or too long")
    return bytes(answer)


def _not_stamped() -> Conflict:
    return Conflict(
        "stamp-not-had",
        vi="Máy chủ cấp dấu thời gian (TSA_URL) không trả lời đúng lúc này, nên chưa đóng dấu số."
        " Biên bản vẫn nguyên, chưa ghi gì; hãy thử lại sau ít phút.",
        en="The time-stamping server (TSA_URL) gives no sound answer now, so no seal was made."
        " Nothing was recorded; try again in some minutes.",
    )
