"""Sending by SMTP. The server's own words are kept as proof; what it answers decides what happens next.

`smtp://` speaks as it is (a relay on this machine), `smtps://` TLS from the start, `smtp+starttls://` TLS or
nothing. `?from=` names the sender.
"""

import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from services.notifications.channels.letter import Letter
from shared.settings import SettingsError

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_TIMEOUT = 15.0  # seconds for each step of the conversation
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended: sent, deferred (try again) or refused (never); `down`: the server is away."""

    outcome: str
    answer: str
    down: bool = False


@dataclass(frozen=True)
class Email:
    """A mail server, and who we are to it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    base_url: str  # what links begin with

    @classmethod
    def of(cls, smtp_url: str, base_url: str) -> "Email":
        """Read SMTP_URL; raises SettingsError naming what is wrong with it."""
        try:
            parts = urlsplit(smtp_url)
            port = parts.port or _PORTS[parts.scheme]
        except (KeyError, ValueError) as error:
            raise SettingsError(f"SMTP_URL cannot be read: {error}") from error
        if not parts.hostname:
            raise SettingsError("SMTP_URL names no server")
        if parts.password and parts.scheme == "smtp" and parts.hostname not in _HERE:
            raise SettingsError(
                "SMTP_URL has a password: use smtps:// or smtp+starttls://, smtp:// would show it"
            )
        here = f"taisan@{urlsplit(base_url).hostname or 'localhost'}"
        sender = parse_qs(parts.query).get("from", [here])[0]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password + sender).isascii() or "@" not in sender:
            raise SettingsError("SMTP_URL: user, password and ?from= must be ASCII, ?from= an address")
        return cls(parts.scheme, parts.hostname, port, user, password, sender, base_url)

    def open(self) -> "Conversation":
        """A conversation with the server, begun when the first letter is sent; use it in a `with`."""
        return Conversation(self)

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready for letters. Raises OSError or SMTPException."""
        name = self.sender.rpartition("@")[2]
        if self.scheme == "smtps":
            return self._logged_in(
                smtplib.SMTP_SSL(
                    self.host, self.port, name, timeout=_TIMEOUT, context=ssl.create_default_context()
                )
            )
        smtp = smtplib.SMTP(self.host, self.port, name, timeout=_TIMEOUT)
        if self.scheme == "smtp+starttls":
            try:
                smtp.starttls(context=ssl.create_default_context())
            except BaseException:
                smtp.close()
                raise
        return self._logged_in(smtp)

    def _logged_in(self, smtp: smtplib.SMTP) -> smtplib.SMTP:
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


class Conversation:
    """One connection for many letters; it is made when needed and dropped when it fails."""

    def __init__(self, email: Email) -> None:
        self._email = email
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def send(self, letter: Letter) -> Outcome:
        """Give one letter to the server. Never raises for what the network or the server does."""
        try:
            self._smtp = self._smtp or self._email.connect()
            outcome = self._give(self._smtp, letter)
        except (OSError, smtplib.SMTPException) as error:
            outcome = Outcome("deferred", f"{type(error).__name__}: {error}", down=True)
        if outcome.down and self._smtp is not None:
            self._smtp.close()
            self._smtp = None
        return outcome

    def _give(self, smtp: smtplib.SMTP, letter: Letter) -> Outcome:
        code, said = smtp.mail(self._email.sender)
        if code != 250:  # it does not want us as a sender: ours to repair, not the recipient's fault
            return _refusal(code, said, smtp, for_good=False)
        code, said = smtp.rcpt(letter.to)
        if code not in {250, 251}:
            return _refusal(code, said, smtp, for_good=code >= 500)
        code, said = smtp.data(letter.content)
        if code != 250:
            return _refusal(code, said, smtp, for_good=code >= 500)
        return Outcome("sent", _words(code, said))


def _refusal(code: int, said: bytes, smtp: smtplib.SMTP, *, for_good: bool) -> Outcome:
    if code != 421:  # 421: the server closes the connection
        smtp.rset()
    return Outcome("refused" if for_good else "deferred", _words(code, said), down=code == 421)


def _words(code: int, said: bytes) -> str:
    return f"{code} {said.decode(errors='replace')}"[:1000]
