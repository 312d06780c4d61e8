"""What there is to say what to build next; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from attending.program.models import Organisation, Person, Seat, UseCase
from attending.program.models.capabilities import CapabilityState
from attending.program.queries.seats import holders_of
from attending.strategy.models import Effort, Panel, PanelItem, ReadinessGap, Roadmap
from attending.strategy.queries import gates
from attending.strategy.queries.current_plans import Kept, kept
from attending.strategy.queries.panel_values import PanelValue, closed_panels, values_of
from attending.strategy.queries.plan_studies import Study, study_of
from attending.strategy.queries.roadmap_facts import newest_progress
from attending.strategy.queries.roadmaps import newest, newest_plan, use_cases_by_key
from attending.strategy.rules.gates import Ruling, ruling
from attending.strategy.rules.quarters import between
from attending.strategy.rules.what_next import Answer, what_next


@dataclass(frozen=True, slots=True)
class About:
    """What is on record about one initiative to build next."""

    use_case: UseCase
    value: PanelValue | None
    holders: Mapping[Seat, Person]
    gates: Ruling
    gaps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Planned:
    """The newest roadmap with its plan, and the answer that it gives; None where nothing is left to start."""

    roadmap: Roadmap
    kept: Kept
    study: Study
    answer: Answer | None
    about: Mapping[str, About]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is there of what an answer needs: a closed panel, and of its use cases those without an estimate."""

    panel: Panel | None
    unestimated: Sequence[UseCase]
    roadmap: Roadmap | None


def planned(organisation: Organisation) -> Planned | None:
    """The answer of the decided roadmap or, without one, of the newest that has a plan; None where there is none."""
    roadmap = newest(organisation)
    record = newest_plan(roadmap) if roadmap else None
    if roadmap is None or record is None:
        return None
    read, study = kept(record), study_of(record)
    use_cases = use_cases_by_key(organisation, read.problem.initiatives_by_key)
    begun = {each.use_case_id for each in newest_progress(organisation).values() if each.started}
    answer = what_next(
        read.problem,
        read.plan,
        study.worth,
        now=between(roadmap.first_quarter, timezone.localdate()),
        begun={key for key, each in use_cases.items() if each.pk in begun},
    )
    chosen = [use_cases[each.key] for each in answer.chosen] if answer else []
    return Planned(roadmap, read, study, answer, _about(roadmap, chosen))


def _about(roadmap: Roadmap, chosen: Sequence[UseCase]) -> dict[str, About]:
    values, holders, states = values_of(roadmap.panel), holders_of(list(chosen)), gates.standing(chosen)
    gaps: dict[int, list[str]] = {}
    found = ReadinessGap.objects.filter(assessment__use_case__in=chosen).exclude(
        capability__state=CapabilityState.AVAILABLE
    )
    for gap in found.select_related("assessment__site", "capability").order_by("pk"):
        said = f"{gap.capability.name} at {gap.assessment.site.name}"
        gaps.setdefault(gap.assessment.use_case_id, []).append(said)
    return {
        each.key: About(
            each,
            values.get(each.pk),
            holders.get(each.pk, {}),
            ruling(states[each.pk]),
            list(dict.fromkeys(gaps.get(each.pk, ()))),
        )
        for each in chosen
    }


def missing(organisation: Organisation) -> Missing:
    """What an answer still needs. Three queries."""
    panel = closed_panels(organisation).first()
    judged = PanelItem.objects.filter(panel=panel).values("use_case")
    found = UseCase.objects.filter(pk__in=judged).exclude(pk__in=Effort.objects.values("use_case"))
    return Missing(panel, list(found), Roadmap.objects.filter(organisation=organisation).first())
