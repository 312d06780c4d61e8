"""The public register: which AI is used here, for what, and who answers for it. Open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from attending.inventory.presenters.public_register import public_cards, register_document
from attending.inventory.queries.publications import published
from attending.program.models import Organisation


@login_not_required
@require_safe
def all_published(request: HttpRequest) -> HttpResponse:
    """Every entry that a person published."""
    publications = list(published())
    organisations = dict.fromkeys(each.entry.organisation.name for each in publications)
    names = list(organisations) or list(Organisation.objects.order_by("pk").values_list("name", flat=True)[:1])
    context = {"cards": public_cards(publications), "names": " and ".join(names)}
    return render(request, "inventory/public_register.html", context)


@login_not_required
@cache_control(public=True, max_age=300)
@require_safe
def as_json(_request: HttpRequest) -> HttpResponse:
    """The same for machines."""
    return JsonResponse(register_document(published()), json_dumps_params={"ensure_ascii": False, "indent": 2})
