"""A plan in plain words: when, why then, why not, and what a value is of the whole. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attending.analytics.sequencing import Breach, Plan, Problem, Reason, Span
from attending.strategy.rules.plan_study import WishCosts
from attending.strategy.rules.plan_words import say_breach
from attending.ui import formats

SHOWN_BREACHES: Final = 3


def work_span(problem: Problem, start: int, finish: int) -> str:
    """Such as ``2027 Q1``, ``2027 Q1 to Q3`` or ``2027 Q4 to 2028 Q1``, a quarter never torn apart."""
    first, last = problem.quarter(start), problem.quarter(finish)
    year, _, quarter = last.partition(" ")
    ends = f"{first} to {quarter if first.startswith(year) and quarter else last}"
    return (first if first == last else ends).replace(" Q", f"{formats.NO_BREAK_SPACE}Q")


def share(value: float, whole: float) -> str:
    """A value as a share of the plan's; more than nothing is never printed as nothing."""
    if whole <= 0:
        return formats.EN_DASH
    return formats.percent(value / whole, 0 if value == 0 or value / whole >= 0.01 else 1)


def span_share(span: Span, whole: float) -> str:
    """The same for a value that is known between two ends."""
    if span.high is None or not span.known:
        return "not known: the search stopped early"
    if span.exact:
        return share(span.low, whole)
    return f"{share(span.low, whole)} to {share(span.high, whole)}"


def counts(span: Span, whole: float) -> bool:
    """Whether it is more than rounding, or not known."""
    return span.high is None or span.high > 1e-6 * max(whole, 1.0)


def say_cost(span: Span, whole: float) -> str:
    """Such as ``cost 3 % of the value`` or ``cost nothing``."""
    return f"cost {span_share(span, whole)} of the value" if counts(span, whole) else "cost nothing"


def say_greedy(greedy: Plan, wished: WishCosts) -> str:
    """What going down the list gives, against the best plan that like it asks for no wish."""
    best = "the best plan" if wished.free.proven else "the best plan found"
    against = f"{best} without wishes" if wished.found else best
    return f"gives {share(greedy.value, wished.free.value)} of the value of {against}"


def why(problem: Problem, reason: Reason) -> str:
    """Why a use case is where it is, or why it is not in the plan."""
    each = problem.initiatives_by_key[reason.initiative]
    tried = "" if reason.tried is None else problem.quarter(reason.tried)
    match reason.kind:
        case "started":
            return "It started before this plan."
        case "first possible":
            return "The first quarter that its gates allow." if each.gate else "The first quarter of the plan."
        case "held back":
            return f"In {tried}: {listed(problem, reason.breaches)}."
        case "could be earlier":
            return f"It could start in {tried} too; the plan would gain {'by it' if reason.gain else 'nothing'}."
        case "no time":
            quarters = each.gate + each.duration
            return f"Gates and work take {quarters} quarters, more than the plan has."
        case "no room":
            return f"No room. Best in {tried}: {listed(problem, reason.breaches)}."
        case "adds nothing":
            return "It would fit, and would add nothing to this plan."
        case "has room":
            return f"It would fit from {tried} on, and the plan would gain by it."


def listed(problem: Problem, breaches: Sequence[Breach]) -> str:
    """What breaks, the first few in full."""
    said = [say_breach(problem, each) for each in breaches[:SHOWN_BREACHES]]
    more = len(breaches) - len(said)
    words = "; ".join(said)
    return f"{words}; and {more} more" if more else words


def there_from(problem: Problem, plan: Plan, key: str) -> str:
    """From when a capability is there."""
    at = plan.capabilities.get(key)
    if at is None:
        return "not in this plan"
    if at <= 0:
        return "now"
    return f"from {problem.quarter(at)}" if at < problem.horizon else "at the end of the plan"


def limit_name(kind: str, name: str) -> str:
    """Such as ``clinician hours`` or ``change load on 4 West``."""
    return {"change_load": f"change load on {name}", "running": f"{name}-risk use cases in work"}.get(kind, name)
