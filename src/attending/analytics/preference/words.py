"""Sentences about a ranking that a clinician can repeat in a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attending.analytics.impact.words import counted, figure, percent
from attending.analytics.preference.overtaking import Overtaking

_NBSP: Final = "\N{NO-BREAK SPACE}"
_MORE: Final = 1.25
_SOME: Final = 0.005

_TIMES: Final = (
    (1.4, "somewhat more than"),
    (1.75, "half as much again as"),
    (2.1, "about twice as much as"),
    (2.6, "more than twice as much as"),
)


def resampled(item: str, probability: float, *, top: int, samples: int, panelists: int) -> str:
    """ "We re-ran this meeting 10,000 times ... Sepsis alert came in the top 5 in 83 % of them." """
    return f"{rerun(samples=samples, panelists=panelists)} {fared(item, probability, top=top)}"


def rerun(*, samples: int, panelists: int) -> str:
    """What was done to see how sure a ranking is."""
    if panelists == 1:
        return f"With one panelist there is nobody else to draw: we shook this person's weights {samples:,} times."
    return (
        f"We re-ran this meeting {samples:,} times with clinicians drawn from your panel and their own weights, a "
        "little shaken."
    )


def fared(item: str, probability: float, *, top: int) -> str:
    """What came of it for one item."""
    return f"{item} came {'first' if top == 1 else f'in the top {top}'} in {share(probability)} of them."


def share(probability: float) -> str:
    """A probability in whole per cent that says neither never nor always when it was not so."""
    if 0 < probability < _SOME:
        return f"less than {percent(0.01)}"
    if 1 - _SOME < probability < 1:
        return f"more than {percent(0.99)}"
    return percent(probability)


def any_weighting(item: str, within: float, *, top: int, certain: bool) -> str:
    """What weights that everybody shares can do for an item with the scores it has; `certain`: proven.

    Said of shared weights only: people whose own weights differ may rank otherwise, as the panel's ranking does.
    """
    place = "first" if top == 1 else f"in the top {top}"
    if certain:
        return f"Whatever weights everybody shared, {item} would be {place}."
    if within == 1:
        return f"With all shared weights that we tried, {item} is {place}."
    if within == 0:
        return f"No shared weights that we tried bring {item} {'to the top' if top == 1 else f'into the top {top}'}."
    return f"With any weights at all, shared by everybody, {item} is {place} in {share(within)} of them."


def central_weights(
    item: str, central: Mapping[str, float] | None, panel: Mapping[str, float], *, top: int, there: bool
) -> str:
    """What one would have to care about to see an item among the first, beside what the panel cares about.

    `there`: the panel's own weights have it there already. `central` are the mean weights of those, out of any at all,
    that bring it there; None where none of those tried does, which is no proof. The criterion named is the one that
    those weights raise or, if none, lower most beside weights in general, which are equal.
    """
    goal = f"put {item} first" if top == 1 else f"bring {item} into the top {top}"
    if there:
        return f"The panel's own weights {goal} already."
    if central is None:
        return f"To {goal}, look at its scores rather than at the weights."
    usual = 1 / len(central)
    said = f"Of all the weights we tried, those that {goal} give"
    more = max((name for name in central if central[name] > panel[name]), key=lambda name: central[name], default=None)
    if more is not None and central[more] >= _MORE * usual:
        return f"{said} {more} {percent(central[more])} on average; {beside(central[more], panel[more])}."
    less = min((name for name in central if central[name] < panel[name]), key=lambda name: central[name], default=None)
    if less is not None and central[less] <= usual / _MORE:
        return f"{said} {less} only {percent(central[less])} on average; {beside(central[less], panel[less])}."
    return f"No single criterion decides whether weights {goal}."


def beside(weight: float, panel: float) -> str:
    """How a weight compares with the panel's, in words."""
    own = f"the panel gives it {percent(panel)}"
    return own if panel == 0 else f"{own}, so you would have to care {times(weight / panel)} it does"


def times(ratio: float) -> str:
    """A ratio of weights as people say it, to be followed by whose."""
    if ratio < 1:
        return "half as much as" if 0.4 <= ratio <= 0.6 else f"only {percent(ratio)} as much as"
    return next((said for limit, said in _TIMES if ratio < limit), f"about {ratio:.0f} times as much as")


def overtaking(change: Overtaking) -> str:
    """What would have to change for the lower item to draw level with the upper one."""
    ways = []
    if change.gap <= 0:
        return f"{change.lower} and {change.upper} are level."
    if change.weights:
        first = change.weights[0]
        ways.append(f"the weight of {first.criterion} went {_from_to(first.now, first.needed)}")
    if change.scores:
        step = change.scores[0]
        ways.append(f"everyone scored it {counted(step.points, 'point')} higher on {step.criterion}")
    if not ways:
        return f"No single weight and no single criterion's scores can bring {change.lower} level with {change.upper}."
    said = f"{change.lower} would draw level with {change.upper} if {' or if '.join(ways)}."
    return said if change.weights else f"{said} No single weight can do it."


def _from_to(now: float, needed: float) -> str:
    """Two shares in whole per cent, or with as many digits as tell them apart."""
    for digits in range(3):
        ends = [figure(100 * share, f".{digits}f") for share in (now, needed)]
        if ends[0] != ends[1]:
            break
    return f"from {ends[0]}{_NBSP}% to {ends[1]}{_NBSP}%"
