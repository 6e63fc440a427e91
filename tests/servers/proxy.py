"""A wire between a client and a server on loopback that a test may cut, or let swallow what passes."""

import socket
import threading
import time
from contextlib import suppress
from enum import Enum


class Wire(Enum):
    """What the wire does."""

    CARRIES = "carries"
    SWALLOWS = "swallows answers"  # the server gets everything, the client hears nothing
    HOLE = "swallows everything"
    DOWN = "refuses"


class Proxy:
    """Carries TCP from `place` to a server. `swallowed` counts the bytes that never arrived."""

    def __init__(self, server: str) -> None:
        host, port = server.split(":")
        self._server = (host, int(port))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.wire = Wire.CARRIES
        self.swallowed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def spoil(self, wire: Wire, seconds: float) -> int:
        """Be `wire` for so long, then cut every connection and carry again; the bytes it swallowed."""
        before = self.swallowed
        self.wire = wire
        if wire is Wire.DOWN:
            self.cut()
        time.sleep(seconds)
        self.cut()
        self.wire = Wire.CARRIES
        return self.swallowed - before

    def cut(self) -> None:
        """End every connection that is open now."""
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            _end(end)

    def close(self) -> None:
        """Listen no longer, and cut."""
        _end(self._listener)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.wire is Wire.DOWN:
                _end(client)
                continue
            try:
                server = socket.create_connection(self._server, timeout=5)
            except OSError:
                _end(client)
                continue
            server.settimeout(None)
            with self._lock:
                self._open |= {client, server}
            for source, sink, answers in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._carry, args=(source, sink, answers), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                if self.wire is Wire.HOLE or (self.wire is Wire.SWALLOWS and answers):
                    self.swallowed += len(content)
                    continue
                sink.sendall(content)
        with self._lock:
            self._open -= {source, sink}
        _end(source)
        _end(sink)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
