"""What people see when something is refused, missing or down: plain words, and what they typed is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from services.web.language import N_, _
from services.web.next_steps import steps_of
from shared.errors import Unavailable
from shared.logs import log
from shared.peers import PeerRefused

_log = log(__name__)

Page = tuple[str | dict[str, str], int] | AnyResponse | str

_PLAIN = {
    400: (N_("Không đọc được yêu cầu"), N_("Hãy tải lại trang và thử lại.")),
    403: (
        N_("Trang này ngoài quyền của anh/chị"),
        N_(
            "Vai trò của tài khoản không dùng được trang này. Nếu cần cho công việc, "
            "hãy liên hệ quản trị hệ thống."
        ),
    ),
    404: (
        N_("Không tìm thấy"),
        N_(
            "Trang hoặc hồ sơ này không có, hoặc thuộc đơn vị ngoài quyền của anh/chị. "
            "Hãy kiểm tra lại đường dẫn."
        ),
    ),
    405: (N_("Không dùng được theo cách này"), N_("Hãy quay lại trang trước và bấm nút trên trang.")),
    413: (N_("Tệp quá lớn"), N_("Hãy chọn tệp nhỏ hơn 64 MB.")),
    429: (N_("Gửi quá nhanh"), N_("Hãy chờ vài giây rồi thử lại.")),
    500: (
        N_("Phần mềm gặp lỗi"),
        N_("Chưa có gì được ghi. Lỗi đã được lưu lại để sửa; hãy thử lại sau ít phút."),
    ),
    503: (
        N_("Một phần của hệ thống chưa trả lời"),
        N_("Dữ liệu của anh/chị không mất. Hãy thử lại sau ít phút."),
    ),
}


class FormProblem:
    """What is wrong with a form: one sentence on top, and reasons by the name of the field."""

    def __init__(
        self,
        title: str,
        fields: Mapping[str, str] | None = None,
        detail: str = "",
        steps: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.steps = steps  # what to do next: (address, text)
        self.title = title
        self.detail = detail
        self.fields = dict(fields or {})


def of_form(refused: PeerRefused) -> FormProblem:
    """A service's problem as the form shows it: `/cost` and `/body/cost` both belong to the field `cost`."""
    problem = refused.problem
    fields: dict[str, str] = {}
    for error in problem.get("errors") or ():
        name = str(error.get("pointer", "")).strip("/#").removeprefix("body/").replace("/", ".") or "form"
        fields.setdefault(name, str(error.get("detail", "")))
    title = str(problem.get("title") or _("Chưa thực hiện được"))
    detail = str(problem.get("detail") or "")
    if refused.status == 412:
        detail = _("Hồ sơ này vừa được người khác sửa. Hãy mở lại trang để xem bản mới rồi làm lại.")
    return FormProblem(title, fields, "" if detail == title else detail, steps_of(problem))


def install(app: Flask) -> None:
    """Register the pages for what nobody caught."""
    app.register_error_handler(PeerRefused, _refused)
    app.register_error_handler(Unavailable, _down)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def page(status: int, title: str = "", detail: str = "") -> Page:
    """The problem page, or for our scripts the same words as JSON."""
    plain = _PLAIN.get(status, _PLAIN[500])
    title, detail = title or _(plain[0]), detail or _(plain[1])
    if request.headers.get("X-Requested-By") == "taisan":
        return {"state": "blocked", "title": title, "message": detail}, status
    return render_template("problem.html", status=status, title=title, detail=detail), status


def _refused(refused: PeerRefused) -> Page:
    if refused.status == 401:  # the visitor is logged in here, so it is our own token that is not believed
        return page(503)
    shown: dict[str, Any] = dict(refused.problem) if refused.status not in {403, 404} else {}
    return page(refused.status, str(shown.get("title") or ""), str(shown.get("detail") or ""))


def _down(_: Unavailable) -> Page:
    return page(503)


def _http(error: HTTPException) -> Page | Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    own_words = str(error.description) if status == 400 and "visitor" in g and error.description else ""
    return page(status, detail=own_words if not own_words.isascii() else "")


def _broken(error: Exception) -> Page:
    _log.error("page failed", exc_info=error)
    return page(500)
