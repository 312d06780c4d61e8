"""The entries of the inventory, and what deploys without one; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Prefetch, QuerySet, Value, When

from attending.inventory.models import EntryStatus, InventoryEntry, Publication
from attending.inventory.rules.entries import EntryFacts
from attending.program.models import AiModel, Deployment, Organisation, Person, Seat, UseCase
from attending.program.models.deployments import State
from attending.program.queries.seats import holders_of

_FIRST = (EntryStatus.DISCOVERED, EntryStatus.IN_REVIEW, EntryStatus.REGISTERED)


def entries(organisation: Organisation) -> QuerySet[InventoryEntry]:
    """Every entry; ``attention`` orders them, what nobody reviewed first."""
    attention = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(_FIRST)),
        default=Value(len(_FIRST)),
        output_field=IntegerField(),
    )
    return (
        InventoryEntry.objects.filter(organisation=organisation)
        .annotate(attention=attention)
        .select_related("use_case")
        .order_by("attention", "name", "pk")
    )


def entry_of(organisation: Organisation, pk: int) -> InventoryEntry:
    """One entry with all its page shows. Raises InventoryEntry.DoesNotExist for another organisation's."""
    published = Publication.objects.select_related("published_by", "end__ended_by").order_by("-published_at", "-pk")
    return (
        InventoryEntry.objects.filter(organisation=organisation)
        .select_related("use_case", "ai_model", "added_by", "organisation")
        .prefetch_related(Prefetch("publications", published), "ai_model__versions")
        .get(pk=pk)
    )


def counts_by_status(organisation: Organisation) -> Mapping[str, int]:
    """How many entries there are of each status."""
    rows = InventoryEntry.objects.filter(organisation=organisation).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def facts_of(entry: InventoryEntry) -> EntryFacts:
    """What an entry says, as a value."""
    return EntryFacts(**{name: getattr(entry, name) for name in EntryFacts.__dataclass_fields__})


def known_entries(organisation: Organisation) -> Mapping[str, tuple[EntryFacts, int | None]]:
    """Every entry by its identity, with what it says and its use case."""
    found = InventoryEntry.objects.filter(organisation=organisation)
    return {each.identity: (facts_of(each), each.use_case_id) for each in found}


@dataclass(frozen=True, slots=True)
class Deployed:
    """An AI model that a use case deploys, and where; ``since`` is the state of what runs first."""

    use_case: UseCase
    ai_model: AiModel
    version: str
    place: str


def deployed(organisation: Organisation, use_case: UseCase | None = None) -> list[Deployed]:
    """Every AI model of a use case that is deployed and not retired, with its newest version there and its units."""
    rows = (
        Deployment.objects.filter(use_case__organisation=organisation)
        .exclude(state=State.RETIRED)
        .select_related("use_case", "unit__site", "model_version__ai_model")
        .order_by("use_case__title", "unit__site__name", "unit__name", "pk")
    )
    if use_case is not None:
        rows = rows.filter(use_case=use_case)
    found: dict[tuple[int, int], list[Deployment]] = {}
    for row in rows:
        found.setdefault((row.use_case_id, row.model_version.ai_model_id), []).append(row)
    return [_deployed(each) for each in found.values()]


def _deployed(rows: list[Deployment]) -> Deployed:
    newest = max((row.model_version for row in rows), key=lambda version: (version.released_on, version.pk))
    places = dict.fromkeys(f"{row.unit.name}, {row.unit.site.name}" for row in rows)
    first = next(iter(places))
    more = len(places) - 1
    place = f"{first} and {more} more" if more else first
    return Deployed(rows[0].use_case, newest.ai_model, newest.version, place[:200])


def covering(use_case: UseCase) -> QuerySet[InventoryEntry]:
    """The entries linked to a use case that are still used."""
    return InventoryEntry.objects.filter(use_case=use_case).exclude(
        status__in=[EntryStatus.SET_ASIDE, EntryStatus.RETIRED]
    )


def linkable(organisation: Organisation) -> tuple[QuerySet[UseCase], QuerySet[AiModel]]:
    """The use cases and AI models an entry may be linked to."""
    return (
        UseCase.objects.filter(organisation=organisation).order_by("title"),
        AiModel.objects.filter(organisation=organisation).order_by("name"),
    )


def clinical_owners(entries: Sequence[InventoryEntry]) -> Mapping[int, Person]:
    """The clinical owner of each use case that entries are linked to, by the use case's primary key. One query."""
    held = holders_of([each.use_case for each in entries if each.use_case is not None])
    return {pk: seats[Seat.CLINICAL_OWNER] for pk, seats in held.items() if Seat.CLINICAL_OWNER in seats}


def unreviewed(organisation: Organisation) -> QuerySet[InventoryEntry]:
    """What nobody reviewed, the oldest first."""
    return InventoryEntry.objects.filter(organisation=organisation, status=EntryStatus.DISCOVERED).order_by("added_at")
