"""Walkthroughs, what was said on them, and what is owed; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, Count, IntegerField, Max, Prefetch, Q, QuerySet, When

from attending.program.models import Organisation, Person, UseCase
from attending.workflow.models import Goes, MapKind, MapVersion, StepAnswer, Walkthrough


def versions_to_walk(use_case: UseCase) -> list[MapVersion]:
    """The newest version of each map, the map to be first. One query."""
    newest: dict[int, MapVersion] = {}
    for version in _versions(use_case):
        newest.setdefault(version.care_map_id, version)
    return list(newest.values())


def versions_to_see(use_case: UseCase) -> list[MapVersion]:
    """The same, and after them those versions that somebody has walked through. One query."""
    found = list(_versions(use_case).annotate(walks=Count("walkthroughs")))
    newest: dict[int, MapVersion] = {}
    for version in found:
        newest.setdefault(version.care_map_id, version)
    walked = [each for each in found if each.walks and each not in newest.values()]
    return [*newest.values(), *walked]


def _versions(use_case: UseCase) -> QuerySet[MapVersion]:
    to_be_first = Case(When(care_map__kind=MapKind.TO_BE, then=0), default=1, output_field=IntegerField())
    return (
        MapVersion.objects.filter(care_map__use_case=use_case)
        .select_related("care_map__site", "care_map__use_case")
        .order_by(to_be_first, "care_map_id", "-number")
    )


def walkthroughs_of(version: MapVersion) -> list[Walkthrough]:
    """Everybody who walks through a version or has, with what they said and were replied. Three queries."""
    answers = StepAnswer.objects.select_related("reply__replied_by", "reply__changed_in").order_by("pk")
    return list(
        Walkthrough.objects.filter(version=version)
        .select_related("person", "site", "unit", "asked_by")
        .prefetch_related(Prefetch("answers", answers))
    )


def walkthrough_of(organisation: Organisation, pk: int) -> Walkthrough:
    """One walkthrough with its answers; raises Walkthrough.DoesNotExist. Two queries."""
    return (
        Walkthrough.objects.filter(version__care_map__use_case__organisation=organisation)
        .select_related(
            "version__care_map__use_case__organisation", "version__care_map__site", "site", "unit", "person"
        )
        .prefetch_related("answers")
        .get(pk=pk)
    )


def waiting_for(person: Person) -> QuerySet[Walkthrough]:
    """What a person was asked to walk through, or has begun, and not handed in; with the number of answers so far."""
    return (
        Walkthrough.objects.filter(person=person, handed_in_at=None)
        .select_related("version__care_map__use_case", "version__care_map__site", "site", "asked_by", "person")
        .annotate(answered=Count("answers"))
    )


def _said(answers: QuerySet[StepAnswer]) -> QuerySet[StepAnswer]:
    """What was handed in and wants a reply, as ``rules.walking.owes_reply`` says."""
    wants = Q(goes__in=[Goes.DIFFERENT, Goes.NOT_DONE]) | ~Q(useful="")
    return answers.filter(wants, walkthrough__handed_in_at__isnull=False).select_related(
        "walkthrough__person",
        "walkthrough__site",
        "walkthrough__unit",
        "walkthrough__version__care_map__use_case",
        "walkthrough__version__care_map__site",
    )


def owed(use_cases: Sequence[UseCase] | QuerySet[UseCase]) -> QuerySet[StepAnswer]:
    """What was said about these use cases and not replied to yet, the earliest first."""
    answers = StepAnswer.objects.filter(walkthrough__version__care_map__use_case__in=use_cases, reply=None)
    return _said(answers).select_related("reply").order_by("walkthrough__handed_in_at", "pk")


def replied(use_case: UseCase) -> QuerySet[StepAnswer]:
    """What was said and what was done with it, the newest reply first."""
    answers = StepAnswer.objects.filter(walkthrough__version__care_map__use_case=use_case, reply__isnull=False)
    return (
        _said(answers)
        .select_related("reply__replied_by", "reply__changed_in__care_map")
        .order_by("-reply__replied_at", "-pk")
    )


def walks_of(person: Person, use_case: UseCase) -> list[Walkthrough]:
    """A person's own walkthroughs of a use case, the newest first, with answers and replies. Two queries."""
    answers = StepAnswer.objects.select_related("reply__replied_by", "reply__changed_in").order_by("pk")
    return list(
        Walkthrough.objects.filter(person=person, version__care_map__use_case=use_case)
        .select_related("version__care_map__site", "site", "unit", "person")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("-begun_at", "-pk")
    )


def answer_of(organisation: Organisation, pk: int) -> StepAnswer:
    """One answer that was handed in, with its walkthrough; raises StepAnswer.DoesNotExist, for a draft too."""
    found = StepAnswer.objects.filter(
        walkthrough__version__care_map__use_case__organisation=organisation, walkthrough__handed_in_at__isnull=False
    )
    return found.select_related(
        "walkthrough__person",
        "walkthrough__site",
        "walkthrough__unit",
        "walkthrough__version__care_map__use_case__organisation",
        "walkthrough__version__care_map__site",
    ).get(pk=pk)


def later_versions(version: MapVersion) -> QuerySet[MapVersion]:
    """The versions of the same map that came after one."""
    return MapVersion.objects.filter(care_map_id=version.care_map_id, number__gt=version.number).order_by("number")


def walked_at(version: MapVersion) -> dict[tuple[int, str], int]:
    """Where this version or an earlier one of its map was walked and handed in: by the site's number and the
    discipline, the newest such version's number. One query.
    """
    found = Walkthrough.objects.filter(
        version__care_map=version.care_map_id, version__number__lte=version.number, handed_in_at__isnull=False
    )
    rows = found.values_list("site_id", "discipline").annotate(newest=Max("version__number")).order_by()
    return {(site, discipline): newest for site, discipline, newest in rows}
