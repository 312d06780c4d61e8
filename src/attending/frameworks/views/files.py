"""A binder as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.frameworks.binder_papers import binder_html, binder_pdf, binder_xlsx
from attending.frameworks.queries import binders
from attending.frameworks.queries.binders import Binder
from attending.frameworks.views.lookup import framework_or_404, use_case_or_404
from attending.program.acting import acting_person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The paper."""
    found = _binder(request, key)
    return _download(found, binder_pdf(found), "application/pdf", "pdf")


@require_GET
def xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """The workbook."""
    found = _binder(request, key)
    return _download(found, binder_xlsx(found, created=timezone.now()), XLSX, "xlsx")


@require_GET
def html(request: HttpRequest, key: str) -> HttpResponse:
    """One sheet of HTML that needs nothing else."""
    found = _binder(request, key)
    return _download(found, binder_html(found).encode(), "text/html; charset=utf-8", "html")


def _binder(request: HttpRequest, key: str) -> Binder:
    acting = acting_person(request)
    use_case = use_case_or_404(acting, request.GET.get("use_case", ""))
    return binders.binder(framework_or_404(key), acting.organisation, use_case)


def _download(binder: Binder, content: bytes, kind: str, suffix: str) -> HttpResponse:
    whose = f"-{binder.use_case.key}" if binder.use_case else ""
    name = f"{binder.framework.key}-binder{whose}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
