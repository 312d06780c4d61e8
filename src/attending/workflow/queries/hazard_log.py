"""The hazard log of a use case; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from attending.ledger.models import Entry
from attending.ledger.queries import entries as ledger_entries
from attending.program.models import UseCase
from attending.workflow.models import Hazard, HazardControl, HazardLogVersion, HazardRating, LogState
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.hazard_document import document, sha256
from attending.workflow.rules.hazard_entry import LogEntry


def entries_of(use_case: UseCase) -> list[LogEntry]:
    """Every hazard of the log, by number. Three queries."""
    return _entries(Hazard.objects.filter(use_case=use_case))


def entry_of(use_case: UseCase, number: int) -> LogEntry:
    """One hazard by its number; raises Hazard.DoesNotExist. Three queries."""
    found = _entries(Hazard.objects.filter(use_case=use_case, number=number))
    if not found:
        raise Hazard.DoesNotExist
    return found[0]


def entries_by_use_case(use_cases: Iterable[UseCase]) -> dict[int, list[LogEntry]]:
    """The logs of several use cases, by primary key; those without a hazard are left out. Three queries."""
    found: dict[int, list[LogEntry]] = defaultdict(list)
    for entry in _entries(Hazard.objects.filter(use_case__in=list(use_cases))):
        found[entry.hazard.use_case_id].append(entry)
    return found


def _entries(found: QuerySet[Hazard]) -> list[LogEntry]:
    hazards = list(found.select_related("owner", "use_case").order_by("use_case_id", "number"))
    ratings: dict[int, list[HazardRating]] = defaultdict(list)
    for rating in HazardRating.objects.filter(hazard__in=hazards).select_related("rated_by", "action_owner"):
        ratings[rating.hazard_id].append(rating)
    controls: dict[int, list[HazardControl]] = defaultdict(list)
    standing = HazardControl.objects.filter(hazard__in=hazards, withdrawn_at=None)
    for control in standing.select_related("owner", "done_by", "confirmed_by"):
        controls[control.hazard_id].append(control)
    return [LogEntry(each, tuple(ratings[each.pk]), tuple(controls[each.pk])) for each in hazards]


def hash_of(use_case: UseCase, entries: Sequence[LogEntry]) -> str:
    """SHA-256 of the log as it stands now."""
    return sha256(document(use_case, entries, method_of))


def control_of(use_case: UseCase, number: int, pk: int) -> HazardControl:
    """One control that was not withdrawn; raises HazardControl.DoesNotExist."""
    return HazardControl.objects.select_related("hazard__use_case__organisation", "hazard__owner", "owner").get(
        hazard__use_case=use_case, hazard__number=number, withdrawn_at=None, pk=pk
    )


def versions_of(use_case: UseCase) -> QuerySet[HazardLogVersion]:
    """Every time the log was put to a decision, newest first."""
    return HazardLogVersion.objects.filter(use_case=use_case).select_related("proposal", "decision", "put_by")


def in_hand(use_case: UseCase) -> HazardLogVersion | None:
    """The version that is being decided."""
    return versions_of(use_case).filter(state=LogState.PROPOSED).first()


def newest_accepted(use_case: UseCase) -> HazardLogVersion | None:
    """The version whose residual risks were accepted last. One query."""
    return versions_of(use_case).filter(state=LogState.ACCEPTED).first()


def history_of(hazard: Hazard) -> list[Entry]:
    """What was done with a hazard, newest first, with its payloads. One query."""
    return list(ledger_entries(about=f"hazard:{hazard.pk}").select_related("payload"))
