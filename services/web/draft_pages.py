"""The pages that giving and taking back share: the scanner with its list, the check, the issue."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import change, visitor
from services.web.drafting import Draft, held_but_not_listed, person_of
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words import CONDITIONS
from shared.clock import today
from shared.peers import PeerRefused

Page = str | tuple[str, int] | Response


def scanning(draft: Draft, problem: FormProblem | None = None) -> Page:
    """The scanner and what is on the list."""
    draft.look_up()
    held = held_but_not_listed(draft) if draft.purpose == "take" else []
    page = render_template(
        "handovers/scan.html", draft=draft, problem=problem, person=person_of(draft), held=held
    )
    return (page, 422) if problem else page


def checking(draft: Draft, problem: FormProblem | None = None) -> Page:
    """All answers on one page before the record gets its number; back to the list while it is not settled."""
    draft.look_up()
    if draft.refused or not draft.codes:
        unsettled = (
            _("Danh sách còn việc cần xử lý") if draft.refused else _("Chưa có tài sản nào trong danh sách")
        )
        return scanning(draft, problem or FormProblem(unsettled))
    if visitor().person_id is None:
        problem = problem or FormProblem(
            _("Tài khoản này chưa gắn với một cán bộ nên chưa ký thay đơn vị được.")
        )
    page = render_template(
        "handovers/check.html",
        draft=draft,
        problem=problem,
        person=person_of(draft),
        conditions=CONDITIONS,
        today=today().isoformat(),
    )
    return (page, 422) if problem else page


def issue(draft: Draft) -> Page:
    """Make the record and go on to the signatures; a refusal keeps everything that was typed."""
    try:
        record = change("handover", "POST", "/records", draft.body(), key=request.form.get("key", ""))
    except PeerRefused as refused:
        return checking(draft, of_form(refused))
    return redirect(url_for("records.sign", record_id=record["id"]))
