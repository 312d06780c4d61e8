"""The hazard log as files: a workbook, a table, a paper; as it is worked on, or as one version was sealed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.program.acting import acting_person
from attending.program.models import UseCase
from attending.sources.spreadsheet import workbook
from attending.ui.exports import csv_response
from attending.workflow.hazard_paper import hazard_log_pdf
from attending.workflow.models import HazardLogVersion
from attending.workflow.presenters.hazards.export import HAZARD_COLUMNS, Printed, hazard_rows, sheets
from attending.workflow.presenters.hazards.log import standing_words
from attending.workflow.queries import hazard_log
from attending.workflow.queries.hazard_maps import drawn, in_force
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.hazard_document import document, sha256
from attending.workflow.rules.log_standing import log_standing
from attending.workflow.views.lookup import use_case_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def log_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Sheets of hazards, controls and matrices."""
    log = _printed(request, key)
    content = workbook(f"{log.name}: {log.document['use_case']['title']}", sheets(log), created=timezone.now())
    return _download(content, XLSX, f"{_name(log, key)}.xlsx")


@require_GET
def log_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One row for each hazard; what the log is stands in the last columns of each."""
    log = _printed(request, key)
    marks = ("Log", "Standing", "Printed on", "SHA-256 of the log")
    said = (log.name, log.standing, log.printed_on.isoformat(), log.sha256)
    return csv_response(_name(log, key), [*HAZARD_COLUMNS, *marks], [[*row, *said] for row in hazard_rows(log)])


@require_GET
def log_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The paper."""
    log = _printed(request, key)
    return _download(hazard_log_pdf(log), "application/pdf", f"{_name(log, key)}.pdf")


def _printed(request: HttpRequest, key: str) -> Printed:
    """The log as it is worked on, or the version that the address names."""
    use_case = use_case_or_404(acting_person(request), key)
    steps = {name: step.name for name, step in drawn(use_case).steps.items()}
    wanted, today = request.GET.get("version", ""), timezone.localdate()
    if wanted:
        version = _version_or_404(use_case, wanted)
        standing = f"{version.get_state_display()}, put on {timezone.localdate(version.put_at):%-d %B %Y}"
        return Printed(version.document, version.sha256, version.number, standing, today, steps)
    entries = hazard_log.entries_of(use_case)
    whole = document(use_case, entries, method_of)
    digest = sha256(whole)
    on_map = [(name, each.name) for name, each in in_force(use_case).hazards.items()]
    _, told = standing_words(log_standing(hazard_log.newest_accepted(use_case), digest, on_map))
    return Printed(whole, digest, None, told, today, steps)


def _version_or_404(use_case: UseCase, number: str) -> HazardLogVersion:
    found = (
        hazard_log.versions_of(use_case).filter(number=number).first()
        if number.isascii() and number.isdecimal()
        else None
    )
    if found is None:
        raise Http404("There is no such version of this log.")
    return found


def _name(log: Printed, key: str) -> str:
    return f"hazard-log-{key}-{log.number or 'worked-on'}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
