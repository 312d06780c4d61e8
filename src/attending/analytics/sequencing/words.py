"""Limits, wishes, breaches and reasons in the words of the people who plan."""

from __future__ import annotations

from attending.analytics.sequencing.audit import Breach, MissingCapability, OutsideWindow, Overrun
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.problem import ALL_TIERS, Problem
from attending.analytics.sequencing.reasons_local import Reason
from attending.analytics.sequencing.spans import Span
from attending.analytics.sequencing.timeline import LimitPlace
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish


def say_group(problem: Problem, group: Group) -> str:
    """Such as "clinician hours in 2026 Q3" or "Sepsis alert needs Vital signs feed"."""
    if group.place is not None:
        return say_place(problem, group.place)
    if group.kind == "need":
        return f"{problem.initiatives_by_key[group.name].title} needs {problem.capabilities_by_key[group.other].title}"
    if group.kind == "wish":
        return say_wish(problem, problem.wishes[group.quarter])
    if group.kind == "window":
        return f"the quarters in which {problem.initiatives_by_key[group.name].title} can start"
    return "what the plan leaves behind"


def say_place(problem: Problem, place: LimitPlace) -> str:
    """Such as "clinician hours in 2026 Q3", "change load on ICU in 2026 Q2"."""
    tier = "initiatives" if place.name == ALL_TIERS else f"initiatives of tier {place.name}"
    what = {
        "resource": place.name,
        "change_load": f"change load on {place.name}",
        "running": f"{tier} running at once",
        "live": f"{tier} in use",
    }
    return f"{what[place.kind]} in {problem.quarter(place.quarter)}"


def say_wish(problem: Problem, wish: Wish) -> str:
    """A wish in words, such as "Sepsis alert starts by 2026 Q3"."""
    titles = [problem.initiatives_by_key[key].title for key in wish.named]
    if isinstance(wish, Must):
        return f"{titles[0]} is in the plan" if wish.by is None else f"{titles[0]} starts by {problem.quarter(wish.by)}"
    if isinstance(wish, Never):
        return f"{titles[0]} is not in the plan"
    if isinstance(wish, StartIn):
        return f"{titles[0]} starts in {problem.quarter(wish.quarter)}"
    if isinstance(wish, Together):
        return (
            f"{' and '.join(titles)} start in the same quarter"
            if wish.same_quarter
            else f"all or none of {', '.join(titles)}"
        )
    if isinstance(wish, EitherOr):
        return f"at most one of {', '.join(titles)}"
    if isinstance(wish, After):
        return f"{titles[1]} starts after {titles[0]} has finished"
    raise TypeError(f"{wish!r} is not a wish.")


def say_breach(problem: Problem, breach: Breach) -> str:
    """Such as "clinician hours in 2026 Q3 over by 35 (135 of 100)" or "Vital signs feed is there only from 2026 Q4"."""
    if isinstance(breach, Overrun):
        return (
            f"{say_place(problem, breach.place)} over by {say_number(breach.over)} "
            f"({say_number(breach.needed)} of {say_number(breach.limit)})"
        )
    if isinstance(breach, MissingCapability):
        title = problem.capabilities_by_key[breach.capability].title
        who = problem.initiatives_by_key[breach.initiative].title
        if breach.available is None:
            return f"{who} needs {title}, which this plan does not build"
        return f"{who} needs {title}, which is there only from {problem.quarter(breach.available)}"
    if isinstance(breach, OutsideWindow):
        who = problem.initiatives_by_key[breach.initiative].title
        if breach.last < breach.first:
            return f"{who} cannot finish before the plan ends"
        return f"{who} can start only from {problem.quarter(breach.first)} to {problem.quarter(breach.last)}"
    return f"against the wish that {say_wish(problem, breach.wish)}"


def say_reason(problem: Problem, reason: Reason) -> str:
    """Why an initiative starts when it does or is not in the plan, as one sentence without a full stop."""
    broken = "; ".join(say_breach(problem, each) for each in reason.breaches)
    tried = "" if reason.tried is None else problem.quarter(reason.tried)
    gain = say_number(reason.gain) if reason.gain else "nothing"
    sentences = {
        "started": "started before this plan",
        "first possible": "starts in the first quarter its review allows",
        "held back": f"not in {tried}: {broken}",
        "could be earlier": f"could start in {tried} too, which would add {gain}",
        "no time": "cannot finish before the plan ends",
        "no room": f"not even in {tried}: {broken}",
        "adds nothing": f"would fit in {tried}, but adds nothing to this plan",
        "has room": f"would fit in {tried}, and would add {gain} to this plan",
    }
    return sentences[reason.kind]


def say_span(span: Span) -> str:
    """Such as "5,785", "between 2,162 and 2,400" or "not known"."""
    if not span.known or span.high is None:
        return "not known"
    if span.exact:
        return say_number(span.high)
    return f"between {say_number(span.low)} and {say_number(span.high)}"


def say_number(amount: float) -> str:
    """With thousands apart; three digits below 100, whole numbers above."""
    return f"{amount:,.0f}" if abs(amount) >= 100 or amount == round(amount) else f"{amount:.3g}"
