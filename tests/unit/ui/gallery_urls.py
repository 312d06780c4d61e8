"""The gallery, pages that fail, and the sign-in pages; for tests alone."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tests.unit.ui import gallery

TEMPLATE = Path(__file__).parent / "templates/gallery/gallery.html"


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    context = gallery.context(request.GET.urlencode())
    if context["table"].export_requested:
        return context["table"].export()
    messages.success(request, "The threshold is agreed. Entry 41 in the Record.")
    return HttpResponse(engines["django"].from_string(TEMPLATE.read_text()).render(context, request))


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("made to fail")


urlpatterns = [
    path("gallery/", show),
    path("gallery/403/", refuse),
    path("gallery/400/", suspect),
    path("gallery/500/", fail),
    path("accounts/", include("attending.accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
