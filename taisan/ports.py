"""Where taisan listens: the port asked for, or the next free one."""

import socket

TRIED = 50


def free_web_port(wanted: int, *, everywhere: bool) -> int:
    """`wanted`, or the first free port above it; `everywhere` = on all interfaces, else on loopback only."""
    for port in range(wanted, min(wanted + TRIED, 65536)):
        if all(_is_free(family, host, port) for family, host in _places(everywhere)):
            return port
    raise OSError(f"no free port from {wanted} to {wanted + TRIED - 1}")


def binds(port: int, *, everywhere: bool) -> list[str]:
    """What gunicorn is told to bind. `localhost` may mean either loopback, so both where there are two."""
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for _, host in _places(everywhere)]


def lan_address() -> str:
    """The address that other machines of the local network reach us by; loopback when there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only makes the system choose a way out
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _places(everywhere: bool) -> list[tuple[socket.AddressFamily, str]]:
    if everywhere:
        return [(socket.AF_INET, "0.0.0.0")]  # noqa: S104 - asked for by --https
    six = [(socket.AF_INET6, "::1")] if _is_free(socket.AF_INET6, "::1", 0) else []
    return [(socket.AF_INET, "127.0.0.1"), *six]


def _is_free(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen()
    except OSError:
        return False
    return True
