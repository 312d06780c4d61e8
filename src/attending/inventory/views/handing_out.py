"""What leaves the house about a version: cards, FHIR, source attributes, and questions to the vendor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from attending.cards.chai import changes as card_changes
from attending.cards.chai import write_card
from attending.cards.fhir import Described, transparency_bundle
from attending.cards.hti1 import Dsi, answers_from_card
from attending.inventory.models import DocumentKind, VendorDocument
from attending.inventory.presenters import claims as present
from attending.inventory.presenters.answers import LABELS, answer_rows
from attending.inventory.queries import claims as queries
from attending.inventory.queries.own_card import recorded
from attending.inventory.question_paper import question_paper
from attending.inventory.rules.own_card import own_card
from attending.inventory.rules.questions import Question, as_markdown, questions
from attending.inventory.views.lookup import WORD, document_or_404, download, version_crumbs, version_or_404
from attending.program.acting import acting_person
from attending.program.models import ModelVersion
from attending.ui.exports import csv_text

XML: Final = "application/xml"


@require_safe
def vendor_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A vendor's card as it came, to the byte."""
    document = document_or_404(request, pk)
    if document.kind != DocumentKind.CHAI:
        raise Http404("Answers that were typed in have no file.")
    return download(bytes(document.content), f"{_name(document.model_version)}-vendor-card.xml", XML)


@require_safe
def our_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A CHAI card of what is recorded here."""
    version = version_or_404(request, pk)
    return download(write_card(own_card(recorded(version))), f"{_name(version)}-card.xml", XML)


@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """A FHIR bundle with the vendor's card, or with ours where there is none."""
    version = version_or_404(request, pk)
    document = queries.newest(version, DocumentKind.CHAI)
    told = recorded(version)
    page = request.build_absolute_uri(reverse("inventory:versions"))
    described = Described(
        system=page,
        identifier=str(version.pk),
        name=told.name,
        version=told.version,
        maker=told.maker,
        released_on=told.released_on,
        intended_use=told.intended_use,
        custodian=told.organisation,
        card=bytes(document.content) if document else write_card(own_card(told)),
        card_by="as its vendor sent it" if document else f"made by {told.organisation} from its records",
        stated_at=document.received_at if document else timezone.now(),
    )
    content = json.dumps(transparency_bundle(described), ensure_ascii=False, indent=2)
    return download(content, f"{_name(version)}-fhir.json", "application/fhir+json")


@require_safe
def source_attributes(request: HttpRequest, pk: int, dsi: str) -> HttpResponse:
    """The source attributes with the answers there are, as CSV; empty ones are to be filled in by the vendor."""
    version = version_or_404(request, pk)
    if dsi not in list(Dsi):
        raise Http404("Source attributes are of predictive or of evidence-based interventions.")
    sort = Dsi(dsi)
    answered = queries.newest(version, DocumentKind.HTI1)
    claims = queries.standing_claims([answered]) if answered else []
    card = queries.newest(version, DocumentKind.CHAI)
    on_card = answers_from_card(queries.card_in(card)) if card and sort is Dsi.PREDICTIVE else {}
    content = csv_text(LABELS, answer_rows(sort, claims, on_card)).encode("utf-8-sig")
    return download(content, f"{_name(version)}-hti1-{dsi.replace('_', '-')}.csv", "text/csv; charset=utf-8")


@require_safe
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs between two cards of one AI: the newest two, or those that are chosen."""
    version = version_or_404(request, pk)
    cards = list(queries.cards_of(version.ai_model))
    if len(cards) < 2:
        raise Http404("Two cards are needed to tell what differs; one or none is here.")
    after = _chosen(request, "after", cards, cards[0])
    before = _chosen(request, "before", cards, next(each for each in cards if each != after))
    found = card_changes(queries.card_in(before), queries.card_in(after))
    context = {
        "release": version,
        "crumbs": version_crumbs(version),
        "cards": cards,
        "before": before,
        "after": after,
        "count": len(found),
        "table": present.change_table(found, *(present.card_name(each) for each in (before, after))),
    }
    return render(request, "inventory/difference.html", context)


def _chosen(request: HttpRequest, name: str, cards: list[VendorDocument], otherwise: VendorDocument) -> VendorDocument:
    asked = request.GET.get(name, "")
    return next((each for each in cards if str(each.pk) == asked), otherwise)


@require_safe
def question_list(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The questions to send back to the vendor."""
    version = version_or_404(request, pk)
    claims = queries.standing_claims(queries.current_documents(version))
    if not claims:
        raise Http404("Nothing came from the vendor yet; hand out the list of source attributes instead.")
    asked = questions(queries.stated(claims))
    organisation = acting_person(request).organisation.name
    title = f"Questions about {version}"
    lede = f"From {organisation} to {version.ai_model.maker}, {timezone.localdate().isoformat()}."
    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "docx": (lambda: question_paper(title, lede, asked, created=timezone.now()), WORD),
        "csv": (lambda: _csv(asked), "text/csv; charset=utf-8"),
        "md": (lambda: as_markdown(title, asked).encode(), "text/markdown; charset=utf-8"),
    }
    if kind not in made:
        raise Http404("The questions can be had as docx, csv or md.")
    content, content_type = made[kind]
    return download(content(), f"{_name(version)}-questions.{kind}", content_type)


def _csv(asked: list[Question]) -> bytes:
    headers = ["Number", "Section", "Field", "Where it stands", "Question", "Why we ask", "Answer"]
    rows = [
        [number, each.section, each.title, each.reference, each.question, each.why, ""]
        for number, each in enumerate(asked, 1)
    ]
    return csv_text(headers, rows).encode("utf-8-sig")


def _name(version: ModelVersion) -> str:
    return slugify(str(version))[:80] or "version"
