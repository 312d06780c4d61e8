"""What vendors claim: every version, one of them with its claims, and how a claim is checked."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.cards.chai.reading import LIMITS
from attending.cards.hti1 import Dsi, answers_from_card, attributes, catalog
from attending.inventory.actions import claims as actions
from attending.inventory.forms.claims import AnswersFileForm, AttributesForm, CardForm, CheckForm
from attending.inventory.models import DocumentKind
from attending.inventory.presenters import claims as present
from attending.inventory.presenters.answers import HEADINGS
from attending.inventory.queries import claims as queries
from attending.inventory.rules.claims import Standing
from attending.inventory.views.lookup import claim_or_404, may_check, version_crumbs, version_or_404
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.models import ModelVersion
from attending.program.rules import Refused
from attending.program.small_uploads import SmallUpload, small_uploads
from attending.sources.spreadsheet import Limits, SpreadsheetRefused, read_spreadsheet
from attending.ui.tables import Column, Filter, Table

VERSIONS: Final = Table(
    name="versions",
    caption="Versions of AI, and what came from their vendors",
    columns=(
        Column("name", "Version of an AI", sort="ai_model__name"),
        Column("card", "Model card"),
        Column("attributes", "Source attributes"),
    ),
    noun="versions",
    one="version",
    search=("ai_model__name", "ai_model__maker", "version"),
    export_columns=(
        Column("name", "Version of an AI"),
        Column("maker", "Vendor"),
        Column("card", "Model card"),
        Column("attributes", "Source attributes"),
    ),
    empty="No version of an AI is registered yet. A use case registers it when it plans a deployment.",
)
CLAIMS: Final = Table(
    name="claims",
    caption="Claims",
    columns=(
        Column("title", "Claim"),
        Column("said", "What the vendor says"),
        Column("weakness", "What is weak"),
        Column("standing", "How it stands"),
        Column("checked", "Checked by"),
    ),
    noun="claims",
    one="claim",
    search=("title", "whole", "section"),
    filters=(
        Filter("standing", "How it stands", [(str(each), each.label) for each in Standing], "standing_key"),
        Filter("form", "Came as", [(label, label) for label in DocumentKind.labels], "kind"),
    ),
    per_page=20,
    export_columns=(
        Column("kind", "Came as"),
        Column("section", "Section"),
        Column("title", "Claim"),
        Column("whole", "What the vendor says"),
        Column("weakness", "What is weak"),
        Column("standing", "How it stands"),
        Column("checked", "Checked by"),
    ),
)


@require_safe
def all_versions(request: HttpRequest) -> HttpResponse:
    """Every version of every AI, and what came from its vendor."""
    acting = acting_person(request)
    table = VERSIONS.bind(queries.versions(acting.organisation), request.GET, present.version_rows)
    if table.export_requested:
        return table.export()
    return render(request, "inventory/versions.html", {"table": table})


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what came, and how each claim stands."""
    acting = acting_person(request)
    version = version_or_404(request, pk)
    documents = list(queries.documents_of(version))
    claims = queries.standing_claims(list({each.kind: each for each in reversed(documents)}.values()))
    table = CLAIMS.bind(present.claim_rows(claims), request.GET)
    if table.export_requested:
        return table.export()
    cards = list(queries.cards_of(version.ai_model))
    context = {
        "release": version,
        "crumbs": version_crumbs(),
        "documents": present.document_rows(documents),
        "stats": present.claim_stats(claims),
        "table": table,
        "any": bool(claims),
        "cards": cards if len(cards) > 1 else [],
        "may_check": may_check(acting, version),
    }
    return render(request, "inventory/version.html", context)


@changes
@small_uploads(LIMITS.bytes)
def receive_card(request: HttpRequest, handler: SmallUpload, pk: int) -> HttpResponse:
    """Take in a model card."""
    acting = acting_person(request)
    version = version_or_404(request, pk)
    form = CardForm(posted(request), request.FILES or None)
    handler.refuse_large(form, "card")

    def act() -> object:
        file = form.cleaned_data["card"]
        return actions.receive_card(acting, version, file.read(), file_name=file.name)

    return change_on(
        request,
        form,
        act,
        page=reverse("inventory:version", args=[pk]),
        crumbs=version_crumbs(version),
        title=f"Take in a card of {version}",
        lede="It is kept as it came. Each of its statements becomes a claim that can be checked here.",
        submit="Take it in",
        done="The card is here.",
    )


@changes
def answer(request: HttpRequest, pk: int, dsi: str) -> HttpResponse:
    """Type in a vendor's answers to the source attributes."""
    acting = acting_person(request)
    version = version_or_404(request, pk)
    sort = _sort(dsi)
    known, from_card = _known_answers(version, sort)
    form = AttributesForm(posted(request), asked=attributes(sort), initial=known)
    return change_on(
        request,
        form,
        lambda: actions.answer_attributes(acting, version, sort, form.answers()),
        page=reverse("inventory:version", args=[pk]),
        crumbs=version_crumbs(version),
        title=f"Source attributes of {version}",
        lede=f"{len(attributes(sort))} attributes, {catalog().version}. {catalog().status} Write what the vendor says; "
        "what it does not say stays empty.",
        submit="Keep the answers",
        done="The answers are kept.",
        template="inventory/answer.html",
        beside={"release": version, "sort": sort, "sorts": list(Dsi), "from_card": from_card},
    )


def _known_answers(version: ModelVersion, sort: Dsi) -> tuple[dict[str, str], bool]:
    """Earlier answers, else what the card says, for a person to correct; and whether they are from the card."""
    earlier = queries.newest(version, DocumentKind.HTI1)
    if earlier is not None and earlier.format_version == sort:
        return {claim.path: claim.text for claim in earlier.claims.all()}, False
    card = queries.newest(version, DocumentKind.CHAI)
    if card is None or sort is not Dsi.PREDICTIVE:
        return {}, False
    return dict(answers_from_card(queries.card_in(card))), True


@changes
@small_uploads(Limits().file_bytes)
def answer_by_file(request: HttpRequest, handler: SmallUpload, pk: int, dsi: str) -> HttpResponse:
    """Take in a vendor's answers as a file."""
    acting = acting_person(request)
    version = version_or_404(request, pk)
    sort = _sort(dsi)
    form = AnswersFileForm(posted(request), request.FILES or None)
    handler.refuse_large(form, "answers")

    def act() -> object:
        file = form.cleaned_data["answers"]
        return actions.answer_attributes(acting, version, sort, _answers_in(file.read(), file.name))

    return change_on(
        request,
        form,
        act,
        page=reverse("inventory:version", args=[pk]),
        crumbs=version_crumbs(version),
        title=f"Source attributes of {version}",
        lede="Hand out the list of attributes, and take it in with the vendor's answers.",
        submit="Take it in",
        done="The answers are kept.",
    )


def _answers_in(content: bytes, name: str) -> dict[str, str]:
    try:
        read = read_spreadsheet(content, name, HEADINGS)
    except SpreadsheetRefused as refused:
        raise Refused(str(refused)) from refused
    faults = [f"Row {row.number}, {each.column}: {each.rule}. {each.fix}." for row in read.rows for each in row.faults]
    if faults:
        raise Refused(" ".join(faults[:8]))
    keys = [row.values["id"] for row in read.rows]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise Refused(f"{twice} comes twice; keep one of the two rows.")
    return {row.values["id"]: row.values["answer"] for row in read.rows}


def _sort(dsi: str) -> Dsi:
    try:
        return Dsi(dsi)
    except ValueError:
        raise Http404("Source attributes are of predictive or of evidence-based interventions.") from None


@require_safe
def one_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim, and every check of it."""
    acting = acting_person(request)
    found = claim_or_404(request, pk)
    version = found.claim.document.model_version
    context = {
        "claim": found.claim,
        "title": present.claim_title(found.claim),
        "release": version,
        "crumbs": version_crumbs(version),
        "summary": present.claim_summary(found),
        "events": present.check_events(found.checks),
        "may_check": may_check(acting, version) and found.standing is not Standing.ABSENT,
    }
    return render(request, "inventory/claim.html", context)


@changes
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a claim against what is so here."""
    acting = acting_person(request)
    found = claim_or_404(request, pk)
    version = found.claim.document.model_version
    results = {each.pk: each for each in queries.results_for(version)}
    form = CheckForm(posted(request), results=[(key, present.result_label(each)) for key, each in results.items()])

    def act() -> object:
        key = form.result_pk()
        return actions.check_claim(
            acting,
            found.claim,
            form.chosen(),
            result=results[key] if key is not None else None,
            reference=form.cleaned_data["reference"],
            finding=form.cleaned_data["finding"],
        )

    return change_on(
        request,
        form,
        act,
        page=reverse("inventory:claim", args=[pk]),
        crumbs=version_crumbs(version),
        title=f"Check: {present.claim_title(found.claim)}",
        lede="What is found stands beside the claim, with your name. An earlier check stays.",
        submit="Keep the check",
        done="The check is kept.",
        template="inventory/check.html",
        beside={"summary": present.claim_summary(found)},
    )
