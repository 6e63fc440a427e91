"""A time-stamping authority on a port of its own, that answers or fails as a test wishes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Stamping:
    """`way`: answers | refuses | hangs | trickles | lies; `asked` counts, `waiting` is set at one."""

    def __init__(self, stamper: Any) -> None:
        self.way = "answers"
        self.asked = 0
        self.waiting = threading.Event()
        self.over = threading.Event()
        self._stamper = stamper

    def answer(self, request: bytes) -> bytes:
        """The DER of a sound answer."""
        from asn1crypto import tsp

        return bytes(self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


@contextmanager
def stamping_server(stamper: Any) -> Iterator[tuple[str, Stamping]]:
    """The address of the authority, and what steers it."""
    said = Stamping(stamper)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            said.asked += 1
            said.waiting.set()
            if said.way == "hangs":
                said.over.wait(60)
                return
            self.send_response(503 if said.way == "refuses" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            if said.way == "trickles":
                while not said.over.wait(0.2):
                    self.wfile.write(b"\x30")
            elif said.way == "lies":
                self.wfile.write(b"\x30\x03nein")
            elif said.way == "answers":
                self.wfile.write(said.answer(request))

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # a caller that hangs up is no fault
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", said
        finally:
            said.over.set()
            server.shutdown()
