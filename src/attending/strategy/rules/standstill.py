"""Why there is no plan: what cannot stand together, and what would have to give. Pure."""

from __future__ import annotations

from attending.analytics.sequencing import Gives, NotFound, Problem, conflict, gives, say_wish
from attending.strategy.rules.plan_words import say_amount, say_limit

SECONDS = 10.0
"""Of the solver's own count, for one question of what cannot stand together."""


def say_standstill(problem: Problem) -> str:
    """In plain words, with amounts."""
    return " ".join(["No plan keeps every limit and every wish.", *_conflict(problem), *_gives(problem)])


def _conflict(problem: Problem) -> list[str]:
    found = conflict(problem, seconds=SECONDS)
    if found is None:
        return []
    facts = f" {'; '.join(found.facts)}." if found.facts else ""
    return [f"These cannot stand together: {'; '.join(found.words)}.{facts}"]


def _gives(problem: Problem) -> list[str]:
    try:
        found = gives(problem)
    except NotFound:
        return []
    said = [*_wishes(problem, found), *_limits(problem, found)]
    least = "" if found.proven else " Less might do; the search stopped early."
    told = [f"What would have to give: {'; or '.join(said)}.{least}"] if said else []
    if found.limits is None:
        told.append("No limit, however high, makes room for it: time, or another wish, stands in the way.")
    return told


def _wishes(problem: Problem, found: Gives) -> list[str]:
    if not found.wishes:
        return []
    let_go = " and that ".join(say_wish(problem, problem.wishes[at]) for at in found.wishes)
    return [f"the wish that {let_go}"]


def _limits(problem: Problem, found: Gives) -> list[str]:
    said = [
        f"{say_limit(each.place)} in {problem.quarter(each.place.quarter)}, {say_amount(each.needed, each.place)} "
        f"instead of {say_amount(each.limit, each.place)}"
        for each in found.limits or ()
    ]
    return [" and ".join(said)] if said else []
