"""The ways a notice reaches a person. In the application always; by e-mail when SMTP_URL is set."""

from dataclasses import dataclass

from services.notifications.channels import in_app
from services.notifications.channels.email import Email
from shared.settings import Settings

EMAIL = "email"
_WHY_NO_EMAIL = (
    "Chưa cấu hình máy chủ thư (SMTP_URL), nên thông báo chỉ hiện trong phần mềm.",
    "No mail server is configured (SMTP_URL), so notices appear in the application only.",
)


@dataclass(frozen=True)
class Channels:
    """The channels of this installation."""

    email: Email | None

    @classmethod
    def of(cls, settings: Settings) -> "Channels":
        """What `settings` switch on. Raises SettingsError for an SMTP_URL that cannot be used."""
        return cls(Email.of(settings.smtp_url, settings.public_base_url) if settings.smtp_url else None)

    def later(self, address: str | None) -> tuple[str, ...]:
        """The channels, besides the application, that reach somebody with the e-mail `address`."""
        return (EMAIL,) if self.email and address else ()

    def described(self, language: str) -> list[dict[str, object]]:
        """Every channel: whether it is on, and why not."""
        vi, en = _WHY_NO_EMAIL
        why = None if self.email else (en if language == "en" else vi)
        return [
            {"channel": in_app.NAME, "on": True, "reason": None},
            {"channel": EMAIL, "on": self.email is not None, "reason": why},
        ]
