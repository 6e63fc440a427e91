"""A lean HTTP/1.1 load generator: keep-alive sockets in threads of a process of its own, so that it
measures the server and not itself. Bounded in count and time; speaks to loopback only.
"""

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Request = bytes


@dataclass(frozen=True)
class Measured:
    """What one burst gave: requests answered, seconds it took, how many were not 2xx, and each one's
    seconds.
    """

    requests: int
    seconds: float
    failures: int
    latencies: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def request(
    method: str, path: str, port: int, headers: dict[str, str] | None = None, body: bytes = b""
) -> Request:
    """The bytes of one request to this machine."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def burst(port: int, requests: Sequence[Request], seconds: float, threads: int = 8) -> Measured:
    """Send `requests` (each once at the most if there are enough, else in turn) for `seconds`, from one
    process.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_burst, (port, list(requests), seconds, threads))


def _burst(port: int, requests: list[Request], seconds: float, threads: int) -> Measured:
    end = time.perf_counter() + seconds
    shares: list[list[tuple[float, bool]]] = [[] for _ in range(threads)]
    workers = [
        threading.Thread(target=_client, args=(port, requests[number::threads], end, shares[number]))
        for number in range(threads)
    ]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - began
    done = [one for share in shares for one in share]
    return Measured(len(done), took, sum(not good for _, good in done), tuple(second for second, _ in done))


def _client(port: int, requests: list[Request], end: float, results: list[tuple[float, bool]]) -> None:
    connection = _Connection(port)
    number = 0
    while requests and time.perf_counter() < end and number < 200_000:
        began = time.perf_counter()
        good = connection.ask(requests[number % len(requests)])
        results.append((time.perf_counter() - began, good))
        number += 1
    connection.close()


class _Connection:
    """One keep-alive connection; opened again when the server closes it (its workers do after so many
    requests).
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(self, sent: Request) -> bool:
        """Whether the answer was a 2xx."""
        for attempt in (1, 2):
            try:
                if self._socket is None:
                    self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=30)
                    self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._socket.sendall(sent)
                return self._answer()
            except OSError:
                self.close()
                if attempt == 2:
                    return False
        return False

    def _answer(self) -> bool:
        head = self._until(lambda data: data.find(b"\r\n\r\n"), b"")
        header, rest = head.split(b"\r\n\r\n", 1)
        lower = header.lower()
        length = (
            int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            if b"content-length:" in lower
            else 0
        )
        while len(rest) < length:
            rest += self._more()
        if b"connection: close" in lower:
            self.close()
        return header[9:10] == b"2"

    def _until(self, found: Callable[[bytes], int], data: bytes) -> bytes:
        while found(data) < 0:
            data += self._more()
        return data

    def _more(self) -> bytes:
        assert self._socket is not None
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError
        return data

    def close(self) -> None:
        """Let go."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
