"""Short-lived signed tokens between the web, scripts and the services (RFC 9068 in shape, EdDSA, one
audience each).

A key is known by its `kid`; a key that issues "service" tokens can speak for machines only, never for a
person.
"""

import json
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.auth import ROLES, Actor
from shared.errors import Unauthenticated
from shared.ids import uuid7

LIFETIME = 300  # seconds; a stolen token is useless after five minutes
_SKEW = 60  # seconds that two machines' clocks may differ
_CACHED = 4096


def new_key(kid: str, issues: str) -> tuple[str, dict[str, dict[str, str]]]:
    """Make a key pair. Returns (signing key for TOKEN_SIGNING_KEY, {kid: {public, issues}} for TOKEN_KEYS).

    `issues` is "user" (may speak for anybody) or "service" (only for machines).
    """
    key = OKPKey.generate_key("Ed25519", private=True)
    private, public = key.as_dict(private=True), key.as_dict(private=False)
    return (
        json.dumps({"kid": kid, "d": private["d"], "x": public["x"]}),
        {kid: {"x": str(public["x"]), "issues": issues}},
    )


def issue_token(
    signing_key: str,
    *,
    subject: str,
    audience: str | Sequence[str],
    roles: frozenset[str],
    unit_id: UUID | None = None,
    person_id: UUID | None = None,
    lifetime: int = LIFETIME,
) -> str:
    """Sign a token for one `audience` (a service) or several, good for `lifetime` seconds (at most 300)."""
    key = json.loads(signing_key)
    issued = int(time.time())
    claims = {
        "iss": key["kid"],
        "sub": subject,
        "aud": audience if isinstance(audience, str) else list(audience),
        "iat": issued,
        "exp": issued + min(lifetime, LIFETIME),
        "jti": str(uuid7()),
        "roles": sorted(roles),
        "unit": str(unit_id) if unit_id else None,
        "person": str(person_id) if person_id else None,
    }
    jwk = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key["x"], "d": key["d"]})
    header = {"alg": "Ed25519", "typ": "at+jwt", "kid": key["kid"]}
    return jwt.encode(header, claims, jwk, algorithms=["Ed25519"])


class TokenVerifier:
    """Verifies the tokens sent to one service. A token once verified is remembered until it expires."""

    def __init__(self, keys: Mapping[str, Mapping[str, str]], audience: str) -> None:
        self.audience = audience
        self._keys = {
            kid: (OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key["x"]}), key["issues"])
            for kid, key in keys.items()
        }
        self._known: dict[str, tuple[float, Actor]] = {}
        self._lock = threading.Lock()

    def actor(self, token: str) -> Actor:
        """The actor a token speaks for. Raises Unauthenticated when it is forged, expired or for somebody
        else.
        """
        known = self._known.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        claims = self._claims(token)
        actor = _actor_of(claims)
        with self._lock:
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[token] = (float(claims["exp"]), actor)
        return actor

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            kid = str(json.loads(_decoded(token.split(".", 1)[0]))["kid"])
            jwk, issues = self._keys[kid]
            decoded = jwt.decode(token, jwk, algorithms=["Ed25519"])
            registry = jwt.JWTClaimsRegistry(
                leeway=_SKEW,
                exp={"essential": True},
                iat={"essential": True},
                aud={"essential": True, "value": self.audience},
                sub={"essential": True},
            )
            registry.validate(decoded.claims)
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise _refused() from error
        claims: dict[str, Any] = decoded.claims
        roles = set(claims.get("roles") or ())
        machine = roles == {"service"}
        if (
            decoded.header.get("typ") != "at+jwt"
            or not roles <= set(ROLES)
            or (issues == "service" and not machine)
        ):
            raise _refused()
        return claims


def _decoded(part: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _actor_of(claims: Mapping[str, Any]) -> Actor:
    roles = frozenset(str(role) for role in claims["roles"])
    unit, person = claims.get("unit"), claims.get("person")
    return Actor(
        subject=str(claims["sub"]),
        roles=roles,
        unit_id=UUID(unit) if unit else None,
        person_id=UUID(person) if person else None,
        scope_all=roles == {"service"},
    )


def _refused() -> Unauthenticated:
    return Unauthenticated(
        "token-refused",
        vi="Phiên làm việc không hợp lệ hoặc đã hết hạn. Hãy đăng nhập lại.",
        en="The token is not valid or has expired. Log in again.",
    )
