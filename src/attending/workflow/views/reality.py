"""Hold a map against what really happens, and what came out."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from attending.maps.reading import read
from attending.program import handover
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.handover import PrivateUpload
from attending.program.models import Person, UseCase
from attending.program.rules import Act, NotAllowed, Refused
from attending.workflow.actions.reality import keep_mapping, record_check, require_right
from attending.workflow.forms.reality import CheckForm
from attending.workflow.models import RealityCheck
from attending.workflow.presenters.log_account import rejections
from attending.workflow.presenters.reality import check_table, check_view
from attending.workflow.presenters.tabs import REALITY, frame
from attending.workflow.queries import reality as queries
from attending.workflow.reality_reading import UnreadableLog, check_file
from attending.workflow.rules.reality import from_document
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def reality(request: HttpRequest, key: str) -> HttpResponse:
    """Every check of a use case's maps."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    versions = queries.versions_to_check(use_case)
    context = {
        **frame(use_case, REALITY),
        "table": check_table(queries.checks_of(use_case), {each.care_map_id: each for each in versions}),
        "versions": versions,
        "may_check": bool(versions) and may(acting, Act.CHECK_REALITY, use_case),
    }
    return render(request, "workflow/reality.html", context)


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check."""
    acting = acting_person(request)
    try:
        record = queries.check_of(acting.organisation, pk)
    except RealityCheck.DoesNotExist:
        raise Http404("There is no such check here.") from None
    care_map = record.version.care_map
    newest = queries.newest_version(care_map)
    context = {
        **frame(care_map.use_case, REALITY),
        "record": record,
        "view": check_view(record, from_document(record.results), read(record.version.text), newest),
    }
    return render(request, "workflow/reality_check.html", context)


@csrf_exempt
@changes
def make_check(request: HttpRequest, key: str) -> HttpResponse:
    """Hold a log that is handed over against a map; the file goes whatever happens.

    Exempt from the check of its token only until the upload has a place to go: then it is made.
    """
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    if request.method == "POST":
        _require_right(acting, use_case)
    handover.sweep()
    handler = PrivateUpload(request)
    request.upload_handlers = [handler]

    @csrf_protect
    def checked(request: HttpRequest) -> HttpResponse:
        return _make(request, acting, use_case, handler)

    try:
        response: HttpResponse = checked(request)
    finally:
        handler.discard()
    return response


def _require_right(acting: Person, use_case: UseCase) -> None:
    """Answer 403 to somebody without the right, before a byte of the file is read."""
    try:
        require_right(acting, use_case)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _make(request: HttpRequest, acting: Person, use_case: UseCase, handler: PrivateUpload) -> HttpResponse:
    versions = queries.versions_to_check(use_case)
    newest = queries.newest_mapping(use_case)
    form = CheckForm(
        posted(request),
        request.FILES or None,
        versions=versions,
        sites=queries.sites_of(acting.organisation),
        kept=newest.document if newest else None,
    )
    if handler.too_large:
        form.errors.pop("log", None)
        form.add_error("log", f"The file is larger than {_megabytes()} MB. Check it where it lies, with the command.")
    if request.method == "POST" and form.is_valid() and handler.path is not None:
        path, version = handler.path, form.chosen()
        try:
            mapping = form.mapping(path)
            found = check_file(path, mapping, read(version.text), name=path.name)
            kept = keep_mapping(acting, use_case, mapping)
            record = record_check(acting, version, kept, found, site=form.cleaned_data["place"])
        except UnreadableLog as refused:
            return _form(request, use_case, form, status=422, refused=refused)
        except (Refused, ValueError) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("workflow:reality-check", record.pk)
    return _form(request, use_case, form, status=422 if form.errors else 200)


def _form(
    request: HttpRequest, use_case: UseCase, form: CheckForm, *, status: int, refused: UnreadableLog | None = None
) -> HttpResponse:
    context: dict[str, Any] = {**frame(use_case, REALITY), "form": form, "megabytes": _megabytes()}
    if refused is not None:
        context |= {"refusal": str(refused), "rejections": rejections(refused.report)}
    return render(request, "workflow/check_reality.html", context, status=status)


def _megabytes() -> int:
    return handover.largest() // 2**20
