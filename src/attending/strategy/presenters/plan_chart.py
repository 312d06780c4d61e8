"""The plan by quarter as a chart, with capabilities as a second band."""

from __future__ import annotations

from attending import charts
from attending.analytics.sequencing import Plan, Problem
from attending.strategy.plan_drawing import draw
from attending.strategy.rules.plan_reasons import there_from, work_span
from attending.ui.parts import DataTable, Figure


def figure(problem: Problem, plan: Plan) -> Figure:
    """The chart, and its numbers as a table."""
    rows = [
        [problem.initiatives_by_key[each.initiative].title, work_span(problem, each.start, each.finish)]
        for each in plan.scheduled
    ]
    rows += [
        [each.title, f"there {there_from(problem, plan, each.key)}"]
        for each in problem.capabilities
        if plan.capabilities[each.key] is not None
    ]
    table = DataTable(["Use case or capability", "Quarters"], rows, "Work, and from when capabilities are there")
    wide = draw(problem, plan, charts.WIDE)
    svg = charts.responsive_svg(lambda width: draw(problem, plan, width), full=True)
    return Figure(charts.answer_of(wide), svg, table, charts.note_of(wide))
