"""What keeps strangers out: form tokens, the origin of a request, and the headers of every answer."""

import hashlib
import hmac
import secrets

from flask import Response, current_app, g, request
from werkzeug.exceptions import BadRequest

from services.web.language import _

_SAFE = {"GET", "HEAD", "OPTIONS"}
_CSP = (
    "default-src 'self'; "
    "img-src 'self' blob: data:; "  # a signature just drawn, a photo just taken
    "media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def cookie_name() -> str:
    """`__Host-` needs Secure, and Secure needs https; on http://localhost the plain name does."""
    return "__Host-taisan" if over_https() else "taisan"


def over_https() -> bool:
    """Whether people reach this place by https."""
    return str(current_app.config["PUBLIC_BASE_URL"]).startswith("https://")


def form_token() -> str:
    """The token that every form of this browser must send back, bound to its cookie."""
    return _token_for(browser_secret())


def browser_secret() -> str:
    """The value of the cookie; a browser without one gets a random value that opens no session."""
    if "browser_secret" not in g:
        g.browser_secret = request.cookies.get(cookie_name()) or secrets.token_urlsafe(32)
    return str(g.browser_secret)


def replace_browser_secret(value: str | None = None) -> None:
    """Log in or out: from now on the cookie holds `value`, or another random one."""
    g.browser_secret = value or secrets.token_urlsafe(32)


def check_form() -> None:
    """Refuse a write that comes from another site or without this browser's token. Raises BadRequest."""
    if request.method in _SAFE:
        return
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    sent = request.form.get("csrf") or request.headers.get("X-CSRF-Token", "")
    cookie = request.cookies.get(cookie_name(), "")
    if elsewhere or not cookie or not hmac.compare_digest(sent.encode(), _token_for(cookie).encode()):
        raise BadRequest(
            _("Biểu mẫu này đã hết hạn hoặc không phải do trang này gửi. Hãy tải lại trang và gửi lại.")
        )


def finish(response: Response) -> Response:
    """Set the security headers, the cookie, and keep pages of a logged-in visitor out of caches."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if over_https():
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint == "static":
        kept = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    if "browser_secret" in g and g.browser_secret != request.cookies.get(cookie_name()):
        response.set_cookie(
            cookie_name(), g.browser_secret, httponly=True, samesite="Lax", secure=over_https(), path="/"
        )
    return response


def _token_for(cookie: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"form:" + cookie.encode(), hashlib.sha256).hexdigest()
