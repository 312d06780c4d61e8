"""What is sealed under a decision about a roadmap: the plan, how good it is, what it rests on and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from attending.analytics import sequencing
from attending.program.models import Person
from attending.strategy.models import Plan, Roadmap
from attending.strategy.plan_drawing import sealed
from attending.strategy.queries.current_plans import Kept, kept
from attending.strategy.queries.effort import units
from attending.strategy.queries.panel_room import room_of
from attending.strategy.queries.plan_studies import Study, study_of
from attending.strategy.rules.plan_prices import priced, say_gain
from attending.strategy.rules.plan_reasons import (
    say_cost,
    say_greedy,
    share,
    span_share,
    there_from,
    why,
    work_span,
)
from attending.strategy.rules.quarters import names
from attending.strategy.rules.roadmap_limits import from_document
from attending.strategy.rules.roadmap_words import limit_pairs, say_wish
from attending.strategy.rules.unit_names import unit_names
from attending.ui import formats

Section = dict[str, Any]


def document(roadmap: Roadmap, plan: Plan, *, reason: str, asked_by: Person) -> dict[str, Any]:
    """The packet as ``decisions`` seals it. Raises ValueError while the plan is not fully studied."""
    found, study = kept(plan), study_of(plan)
    quarters = names(roadmap.first_quarter, roadmap.quarters)
    greedy, wished = study.greedy, study.wishes
    if greedy is None or wished is None:
        raise ValueError("The plan is not fully studied, so its packet would be incomplete.")
    return {
        "title": f"Roadmap {roadmap.title}",
        "asked": "Adopt the plan, adopt it with conditions, or send it back.",
        "summary": [
            ["Quarters", f"{quarters[0]} to {quarters[-1]}"],
            ["In the plan", f"{len(found.plan.scheduled)} of {len(found.problem.initiatives)} use cases weighed"],
            ["How good", f"{found.plan.verdict} ({found.plan.solver})"],
            ["Going down the list", say_greedy(greedy, wished)],
            ["Other plans", study.alternatives.verdict if study.alternatives else "not known"],
            ["Put forward by", asked_by.printed_name],
            ["Why", reason],
        ],
        "sections": [
            {
                "heading": "By quarter",
                "chart": sealed(plan.problem, plan.result),
                "links": [["The roadmap as it stands", reverse("strategy:roadmap", args=[roadmap.pk])]],
            },
            _places(found, study),
            _left_out(found),
            _capabilities(found),
            _limits(roadmap, found, study),
            _wishes(roadmap, study),
            _alternatives(found, study),
            _robust(found, study),
            _panel(roadmap),
            {"heading": "Inputs", "rows": [["SHA-256 of all inputs", plan.inputs_sha256], ["Plan", f"{plan.pk}"]]},
        ],
        "data": {"inputs_sha256": plan.inputs_sha256, "not_weighed": plan.aside},
    }


def _table(heading: str, columns: list[str], rows: list[list[str]], empty: str) -> Section:
    if not rows:
        return {"heading": heading, "text": empty}
    return {"heading": heading, "table": {"columns": columns, "rows": rows}}


def _places(found: Kept, study: Study) -> Section:
    problem, plan = found.problem, found.plan
    reasons = {each.initiative: each for each in sequencing.reasons(problem, plan)}
    worths = {each.initiative: each for each in study.worth.found} if study.worth else {}
    rows = []
    for each in plan.scheduled:
        worth = worths.get(each.initiative)
        in_plan = (
            "" if worth is None else "asked for" if worth.in_plan is None else span_share(worth.in_plan, plan.value)
        )
        rows.append(
            [
                problem.initiatives_by_key[each.initiative].title,
                f"In {work_span(problem, each.start, each.finish)}",
                why(problem, reasons[each.initiative]),
                "" if worth is None else share(worth.own, plan.value),
                in_plan,
            ]
        )
    columns = ["Use case", "Work", "Why then", "Own value", "Worth in the plan"]
    return _table("The plan", columns, rows, "Nothing is in the plan.")


def _left_out(found: Kept) -> Section:
    reasons = {each.initiative: each for each in sequencing.reasons(found.problem, found.plan)}
    titles = found.problem.initiatives_by_key
    rows = [[titles[key].title, why(found.problem, reasons[key])] for key in found.plan.out]
    rows += [[each.title, f"Not weighed: {each.why}"] for each in found.aside]
    return _table("Left out", ["Use case", "Why"], rows, "Nothing is left out.")


def _capabilities(found: Kept) -> Section:
    built = {key for each in found.problem.initiatives if each.key in found.plan.starts for key in each.builds}
    rows = [
        [each.title, there_from(found.problem, found.plan, each.key)]
        for each in found.problem.capabilities
        if each.key in built
    ]
    return _table("Capabilities it builds", ["Capability", "There"], rows, "It builds no capability.")


def _limits(roadmap: Roadmap, found: Kept, study: Study) -> Section:
    limits, quarters = from_document(roadmap.limits), names(roadmap.first_quarter, roadmap.quarters)
    section: Section = {
        "heading": "Limits, and what each costs",
        "rows": [list(pair) for pair in limit_pairs(limits, quarters, unit_names(units(roadmap.organisation)))],
    }
    prices = priced(study.prices) if study.prices else []
    rows = [
        [each.name, *(say_gain(price, found.plan) for price in (each.raised, each.lifted) if price)]
        for each in prices
        if each.costs(found.plan)
    ]
    if rows:
        without = ["The plan would gain without it"] if study.prices and study.prices.lifted else []
        section["table"] = {"columns": ["Limit", "The plan would gain by a tenth more", *without], "rows": rows}
    return section


def _wishes(roadmap: Roadmap, study: Study) -> Section:
    quarters = names(roadmap.first_quarter, roadmap.quarters)
    found = roadmap.wishes.filter(taken_back_at=None).select_related("use_case", "other", "wished_by")
    rows = [[say_wish(each, quarters), each.reason, str(each.wished_by)] for each in found]
    section = _table("Wishes", ["Wish", "Why", "Whose"], rows, "Nothing was wished.")
    if study.wishes and rows:
        section["text"] = f"All wishes together {say_cost(study.wishes.together, study.wishes.free.value)}."
    return section


def _alternatives(found: Kept, study: Study) -> Section:
    titles = {each.key: each.title for each in found.problem.initiatives}
    others = study.alternatives.plans[1:] if study.alternatives else ()
    here = found.plan.starts
    rows = [
        [
            share(other.value, found.plan.value),
            ", ".join(titles[key] for key in other.starts if key not in here) or "nothing",
            ", ".join(titles[key] for key in here if key not in other.starts) or "nothing",
        ]
        for other in others
    ]
    empty = study.alternatives.verdict if study.alternatives else "Not known."
    return _table("Other plans", ["Worth of this one", "Enters", "Leaves"], rows, empty)


def _robust(found: Kept, study: Study) -> Section:
    titles = {each.key: each.title for each in found.problem.initiatives}
    standings: Sequence[sequencing.Robustness] = study.robust.initiatives if study.robust else ()
    rows = [
        [
            titles[each.initiative],
            each.standing,
            f"{formats.percent(each.share, 0)} ({formats.interval(each.low, each.high, 'percent0')})",
        ]
        for each in standings
    ]
    draws = study.robust.draws if study.robust else 0
    columns = ["Use case", "Standing", f"In the plan, n {draws} re-runs of the panel, 95 % interval"]
    return _table("Under the panel's uncertainty", columns, rows, "Not known.")


def _panel(roadmap: Roadmap) -> Section:
    room = room_of(roadmap.panel)
    rows = [["Panel", roadmap.panel.title], ["Closed", formats.moment(roadmap.panel.closed_at)]]
    rows += [["Scored", ", ".join(room.there) or "nobody"], ["Did not score", ", ".join(room.missing) or "nobody"]]
    rows += [["Not heard", ", ".join(room.unheard) or "no discipline or site that was expected"]]
    return {"heading": "Who judged, and who was missing", "rows": rows}
