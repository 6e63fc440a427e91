"""Files that a service made, passed on to the browser."""

import httpx
from flask import Response


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
