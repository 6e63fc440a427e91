"""How often strangers may ask: so many at once, then so many a minute, for each address; kept in the process.

The gateway holds every address to a pace too; this also holds where there is none.
"""

import ipaddress
import threading
import time

from flask import request

_MOST_ADDRESSES = 10_000


class Allowance:
    """At most `at_once` requests in a row from one address, and `a_minute` in the long run."""

    def __init__(self, at_once: int, a_minute: int) -> None:
        self.at_once = at_once
        self.a_minute = a_minute
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, address: str, at: float | None = None) -> bool:
        """Whether the address may ask once more now (`at`: seconds of a steady clock)."""
        at = time.monotonic() if at is None else at
        with self._lock:
            if len(self._left) >= _MOST_ADDRESSES and address not in self._left:
                self._left.clear()
            then, left = self._left.get(address, (at, float(self.at_once)))
            left = min(float(self.at_once), left + (at - then) * self.a_minute / 60)
            self._left[address] = (at, left - 1 if left >= 1 else left)
            return left >= 1


def address_of_caller() -> str:
    """The address that asks; behind a gateway of our own network what the gateway says. Of IPv6 the network,
    since one household has all addresses of it.
    """
    told = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(told)
        if address.is_private and (said := request.headers.get("X-Forwarded-For", "")):
            address = ipaddress.ip_address(said.split(",")[-1].strip())
    except ValueError:
        return told
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
