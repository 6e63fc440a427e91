"""Files that a service made, passed on to the browser."""

import httpx
from flask import Response

_CHUNK = 64 * 1024
_TOLD = ("Content-Disposition", "X-Export-Id")


def passed_on(answer: httpx.Response) -> Response:
    """The service's document with its type and name; whether it opens or downloads is the service's word."""
    response = Response(
        answer.content, mimetype=answer.headers.get("Content-Type", "application/octet-stream")
    )
    if disposition := answer.headers.get("Content-Disposition"):
        response.headers["Content-Disposition"] = disposition
    if policy := answer.headers.get("Content-Security-Policy"):
        response.headers["Content-Security-Policy"] = policy
    return response


def streamed_on(answer: httpx.Response) -> Response:
    """The same for a file that is still being made: every chunk goes on as it comes, none is held, and when
    the browser hangs up the service hears of it.
    """
    response = Response(
        answer.iter_bytes(_CHUNK),
        content_type=answer.headers.get("Content-Type", "application/octet-stream"),
        direct_passthrough=True,
    )
    for name in _TOLD:
        if said := answer.headers.get(name):
            response.headers[name] = said
    response.call_on_close(answer.close)
    return response
