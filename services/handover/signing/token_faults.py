"""What a token can refuse, in the words of whoever sits before it. Each is a 409: something is to be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import Conflict
from shared.logs import log
from shared.settings import Sealing

_log = log(__name__)


def wrong_pin() -> tuple[type[Exception], ...]:
    """The errors by which a token says that the PIN is not its PIN."""
    from pkcs11 import exceptions as said

    return (said.PinIncorrect, said.PinInvalid, said.PinLenRange)


@contextmanager
def told(sealing: Sealing) -> Iterator[None]:
    """Whatever the token refuses within is raised as a Conflict that says what to do."""
    import pkcs11
    from pkcs11 import exceptions as said

    try:
        yield
    except wrong_pin() as error:
        raise refused_pin() from error
    except (said.PinLocked, said.PinExpired, said.UserPinNotInitialized) as error:
        raise locked() from error
    except (said.NoSuchToken, said.TokenNotPresent, said.DeviceRemoved, said.SlotIDInvalid) as error:
        raise missing(sealing.token) from error
    except pkcs11.PKCS11Error as error:
        _log.exception("token_failed", reason=repr(error))
        raise _failed() from error


def missing(label: str) -> Conflict:
    """No token with this label is plugged in."""
    name = f" “{label}”" if label else ""
    return Conflict(
        "token-missing",
        vi=f"Không thấy thiết bị ký số{name}. Hãy cắm thiết bị vào máy chủ rồi đóng dấu lại."
        " Biên bản vẫn nguyên, chưa ghi gì.",
        en=f"The token{name} is not there. Plug it into the server and seal again. Nothing was recorded.",
    )


def locked() -> Conflict:
    """The token takes no PIN any more."""
    return Conflict(
        "token-locked",
        vi="Thiết bị ký số đang bị khoá mã PIN. Hãy nhờ nơi cấp thiết bị mở khoá, rồi đóng dấu lại."
        " Biên bản vẫn nguyên, chưa ghi gì.",
        en="The token's PIN is locked. Have its issuer unlock it, then seal again. Nothing was recorded.",
    )


def last_try() -> Conflict:
    """One more wrong PIN would lock the token."""
    return Conflict(
        "token-last-try",
        vi="Thiết bị ký số chỉ còn một lần thử mã PIN nên hệ thống không thử. Hãy đăng nhập thiết bị bằng"
        " phần mềm của nó với mã PIN đúng, rồi đóng dấu lại. Biên bản vẫn nguyên, chưa ghi gì.",
        en="The token has one try of its PIN left, which is not taken here. Log in to it once with its own"
        " program, then seal again. Nothing was recorded.",
    )


def refused_pin() -> Conflict:
    """The PIN of the configuration is not the token's."""
    return Conflict(
        "token-pin-refused",
        vi="Thiết bị ký số không nhận mã PIN đã cấu hình (SEAL_PASSWORD). Hệ thống không thử lại, để thiết bị"
        " không bị khoá: hãy sửa mã PIN rồi khởi động lại dịch vụ. Biên bản vẫn nguyên, chưa ghi gì.",
        en="The token refused the configured PIN (SEAL_PASSWORD). It is not tried again, so that the token is"
        " not locked: put it right and restart the service. Nothing was recorded.",
    )


def no_certificate(label: str) -> Conflict:
    """The token holds no certificate with this label."""
    return Conflict(
        "token-without-certificate",
        vi=f"Trên thiết bị ký số không có chứng thư “{label}” (SEAL_LABEL)."
        " Biên bản vẫn nguyên, chưa ghi gì.",
        en=f"The token holds no certificate labelled “{label}” (SEAL_LABEL). Nothing was recorded.",
    )


def _failed() -> Conflict:
    return Conflict(
        "token-failed",
        vi="Thiết bị ký số báo lỗi khi ký. Hãy kiểm tra thiết bị và nhãn khoá (SEAL_LABEL) rồi đóng dấu lại."
        " Biên bản vẫn nguyên, chưa ghi gì.",
        en="The token failed to sign. Look at it and at the label of the key (SEAL_LABEL), then seal again."
        " Nothing was recorded.",
    )
