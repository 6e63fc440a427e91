"""An SMTP server that keeps what it is given, or refuses it when told to."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from taisan.embedded.postgres import free_port


class Mailbox:
    """Takes mail at `url`; `letters` are what came, in order. Set `refuse` to answer every letter with it.

    `on_letter` is called while a letter's sender waits for the answer; `wishes` go to aiosmtpd (TLS, logins).
    """

    def __init__(self, port: int = 0, **wishes: Any) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse = ""
        self.on_letter: Callable[[], object] = lambda: None
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), **wishes)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.on_letter()
        if self.refuse:
            return self.refuse
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"
