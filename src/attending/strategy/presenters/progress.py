"""Where the use cases of a decided plan really are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.urls import reverse

from attending.analytics.sequencing import Plan, Problem
from attending.program.models import UseCase
from attending.program.registries.pages import url_of
from attending.strategy.models import Progress, Roadmap
from attending.strategy.rules.plan_reasons import work_span
from attending.strategy.rules.progress import standing
from attending.strategy.rules.quarters import later, name_of
from attending.strategy.rules.roadmap_facts import Work
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Status


def standing_table(
    roadmap: Roadmap,
    problem: Problem,
    plan: Plan,
    works: Mapping[str, Work],
    use_cases: Mapping[str, UseCase],
    *,
    today: date,
    reportable: Collection[str],
) -> DataTable:
    """Each use case of the plan against where it is; ``reportable`` are the keys this person may report on."""
    rows: list[Sequence[object]] = []
    for each in plan.scheduled:
        use_case = use_cases.get(each.initiative)
        planned = later(roadmap.first_quarter, each.start), later(roadmap.first_quarter, each.finish)
        found = standing(*planned, works.get(each.initiative), today=today)
        url = reverse("strategy:report-progress", args=[roadmap.pk, each.initiative])
        rows.append(
            [
                Link(problem.initiatives_by_key[each.initiative].title, url_of(use_case) if use_case else ""),
                work_span(problem, each.start, each.finish),
                Status(found.kind, f"{found.words[0].upper()}{found.words[1:]}"),
                Link("Report", url) if each.initiative in reportable else "",
            ]
        )
    return DataTable(["Use case", "Planned", "Really", "Report"], rows, stacks=True)


def reports(found: Sequence[Progress]) -> list[Event]:
    """Every report, newest first."""
    return [
        Event(
            formats.moment(each.reported_at),
            f"{each.use_case.title}: {_said(each)}",
            each.note,
            str(each.reported_by),
            machine_when=each.reported_at.isoformat(),
        )
        for each in found
    ]


def _said(each: Progress) -> str:
    if each.finished is not None:
        return f"finished in {name_of(each.finished)}"
    if each.started is None:
        return "not started"
    left = f", {each.quarters_left} quarter{'' if each.quarters_left == 1 else 's'} left" if each.quarters_left else ""
    return f"started in {name_of(each.started)}{left}"
