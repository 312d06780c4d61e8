"""The chart of a plan, for its page and for the packet that is decided on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from attending import charts
from attending.analytics.sequencing import Plan, Problem
from attending.decisions import packet_charts
from attending.strategy.rules.plan_record import plan_from, problem_of

if TYPE_CHECKING:
    import altair as alt

NAME: Final = "strategy.roadmap"


def draw(problem: Problem, plan: Plan, width: int) -> alt.LayerChart:
    """What runs when, and from when capabilities are there."""
    from attending.charts.roadmap import roadmap  # the drawing library takes a second to load

    return roadmap(problem, plan, width=width)


def sealed(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """The chart as plain data: ``problem`` and ``plan`` are the records of a kept plan."""
    drawn = _drawn({"problem": problem, "plan": plan}, charts.WIDE)
    told = {"title": charts.answer_of(drawn), "description": charts.description_of(drawn)}
    return {"name": NAME, **told, "problem": problem, "plan": plan}


def register_charts() -> None:
    """Tell the room of decisions how this chart is drawn; called once, at start-up."""
    packet_charts.register(
        NAME,
        lambda chart: charts.responsive_svg(lambda width: _drawn(chart, width), full=True),
        lambda chart: charts.print_svg(_drawn(chart, charts.WIDE)),
    )


def _drawn(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    return draw(problem_of(chart["problem"]), plan_from(chart["plan"]), width)
