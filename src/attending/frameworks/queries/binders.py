"""A binder: each item of a framework with the evidence that is relevant to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from attending.analytics.catalogs.frameworks import EvidenceKind, Framework, Item, evidence_kinds, kinds_for
from attending.frameworks.models import KeptElsewhere, Survey
from attending.frameworks.queries import surveys
from attending.frameworks.queries.elsewhere import kept_for
from attending.frameworks.rules.answers import Answer, KindStanding, Records, standing_of, together
from attending.program.models import Organisation, UseCase
from attending.program.registries.evidence import FindingState


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """One kind of evidence: how it stands, who answers for it, and what is kept elsewhere."""

    kind: EvidenceKind
    standing: KindStanding
    owners: tuple[str, ...]
    more_owners: int
    elsewhere: Sequence[KeptElsewhere]


@dataclass(frozen=True, slots=True)
class BinderItem:
    """One item that the framework asks, with the kinds of evidence relevant to it."""

    item: Item
    answer: Answer
    evidence: Sequence[KindEvidence]


@dataclass(frozen=True, slots=True)
class Binder:
    """A framework with its items as the evidence stood at the survey; ``use_case`` None is the whole organisation."""

    framework: Framework
    survey: Survey | None
    use_case: UseCase | None
    items: Sequence[BinderItem]

    def count(self, answer: Answer) -> int:
        """How many items have this answer."""
        return sum(each.answer is answer for each in self.items)


def evidence_by_kind(
    organisation: Organisation, survey: Survey | None, use_case: UseCase | None = None
) -> Mapping[str, KindEvidence]:
    """How each kind of evidence stands, by its key. At most three queries."""
    found = surveys.found_in(survey, use_case) if survey else surveys.Found({}, {})
    elsewhere: dict[str, list[KeptElsewhere]] = {}
    for each in kept_for(organisation, use_case):
        elsewhere.setdefault(each.kind, []).append(each)
    today = timezone.localdate()
    return {
        kind.key: _evidence(kind, found.records, found.owners, elsewhere.get(kind.key, ()), today)
        for kind in evidence_kinds().values()
    }


def _evidence(
    kind: EvidenceKind,
    records: Mapping[str, Sequence[Records]],
    owners: Mapping[str, surveys.Owners],
    elsewhere: Sequence[KeptElsewhere],
    today: date,
) -> KindEvidence:
    found = [each for item in kind.items for each in records.get(item, ())]
    found += [_as_record(each, today) for each in elsewhere]
    names = dict.fromkeys(name for item in kind.items if item in owners for name in owners[item].names)
    names |= dict.fromkeys(each.owner.printed_name for each in elsewhere)
    total = max([len(names), *(owners[item].total for item in kind.items if item in owners)])
    shown = tuple(names)[: surveys.MOST_OWNERS]
    return KindEvidence(kind, standing_of(found), shown, total - len(shown), elsewhere)


def _as_record(kept: KeptElsewhere, today: date) -> Records:
    state = FindingState.STALE if kept.review_by < today else FindingState.MET
    at = timezone.make_aware(datetime.combine(kept.as_of, time()))
    return Records(kept.kind, state, 1, at, at)


def binder(framework: Framework, organisation: Organisation, use_case: UseCase | None = None) -> Binder:
    """The binder of a framework, for the whole organisation or for one use case. At most four queries."""
    survey = surveys.newest(organisation)
    return _bound(framework, survey, use_case, evidence_by_kind(organisation, survey, use_case))


def binders(frameworks: Sequence[Framework], organisation: Organisation) -> Sequence[Binder]:
    """The binders of several frameworks. At most four queries, however many."""
    survey = surveys.newest(organisation)
    evidence = evidence_by_kind(organisation, survey)
    return [_bound(framework, survey, None, evidence) for framework in frameworks]


def _bound(
    framework: Framework, survey: Survey | None, use_case: UseCase | None, evidence: Mapping[str, KindEvidence]
) -> Binder:
    kinds = kinds_for(framework.key)
    items = []
    for item in framework.asked:
        relevant = [evidence[kind.key] for kind in kinds.get(item.id, ())]
        items.append(BinderItem(item, together([each.standing.answer for each in relevant]), relevant))
    return Binder(framework, survey, use_case, items)
