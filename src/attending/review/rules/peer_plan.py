"""How many documents a round reads and when it may stop: decided, and shown, before any is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt
from statistics import NormalDist
from typing import Literal

from attending.analytics.peer_review import (
    Allocation,
    DiscoverySample,
    PrecisionSample,
    SequentialPlan,
    allocate,
    discovery_sample,
    precision_sample,
    probability_ratio_plan,
)
from attending.program.rules import Refused
from attending.review.rules.peer_frame import Frame

Method = Literal["discovery", "precision", "sequential"]
FailsWhen = Literal["any", "majority"]

MOST_SAMPLED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What people decide about a round.

    ``tolerable`` is the failure rate that must not be exceeded, ``confidence`` that of the verdict. ``allowed`` is how
    many failures a discovery sample may hold; ``expected`` the failure rate thought likely (precision) or good enough
    to pass (sequential); ``half_width`` that of the wanted interval. ``readers`` read each document. A criterion is
    failed when ``fails_when`` of its readers say so. ``by_user`` draws from each user of a unit apart.
    """

    method: Method
    tolerable: Decimal
    confidence: Decimal
    allowed: int
    expected: Decimal | None
    half_width: Decimal | None
    readers: int
    fails_when: FailsWhen
    by_user: bool


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The terms, and the sizes that follow from them for the documents there are."""

    terms: Terms
    population: int
    wanted: int
    discovery: DiscoverySample | None
    precision: PrecisionSample | None
    sequential: SequentialPlan | None
    allocation: tuple[Allocation, ...]

    @property
    def sample(self) -> int:
        """Documents drawn."""
        return sum(each.sampled for each in self.allocation)


def plan_round(terms: Terms, frame: Frame) -> RoundPlan:
    """The plan for a frame; raises Refused where the terms cannot be met."""
    try:
        return _planned(terms, frame)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def under_pseudonyms(plan: RoundPlan, names: Mapping[str, str]) -> RoundPlan:
    """The plan as it is kept: each user under what ``names`` gives for their login, in an order that tells nothing."""
    disguised = [
        replace(each, stratum=replace(each.stratum, user=names[each.stratum.user])) for each in plan.allocation
    ]
    return replace(plan, allocation=tuple(sorted(disguised, key=lambda each: each.stratum)))


def _planned(terms: Terms, frame: Frame) -> RoundPlan:
    population = len(frame.rows)
    strata = frame.strata(by_user=terms.by_user)
    discovery = precision = sequential = None
    if terms.method == "discovery":
        discovery = discovery_sample(
            terms.tolerable, confidence=terms.confidence, allowed=terms.allowed, population=population
        )
        wanted, least = discovery.n, 1
    elif terms.method == "precision":
        if terms.expected is None or terms.half_width is None:
            raise Refused("For an interval of a wanted width, name the expected failure rate and the half-width.")
        precision = precision_sample(terms.expected, terms.half_width, population=population)
        wanted, least = precision.n, 1
    else:
        if terms.expected is None:
            raise Refused("A review that may stop early needs the failure rate that is good enough to pass.")
        risk = 1 - terms.confidence
        about = _about(terms.expected, terms.tolerable, risk)
        if about > MOST_SAMPLED:
            raise Refused(_too_few(about, population))
        sequential = probability_ratio_plan(terms.expected, terms.tolerable, producer_risk=risk, consumer_risk=risk)
        # No stratum is favoured: the plan's risks hold for a sample that mirrors the whole.
        wanted, least = sequential.most, 0
        if wanted > population:
            raise Refused(_too_few(wanted, population))
    drawn = max(wanted, len(strata)) if least else wanted
    if drawn > MOST_SAMPLED:
        raise Refused(
            f"These terms ask for {drawn:,} documents; at most {MOST_SAMPLED:,} can be read in one round. Tolerate "
            "more, be content with less confidence, or draw by unit only."
        )
    allocation = allocate(strata, drawn, minimum=least)
    return RoundPlan(terms, population, wanted, discovery, precision, sequential, allocation)


def _about(good: Decimal, bad: Decimal, risk: Decimal) -> int:
    """Roughly the sample of fixed size that tells two rates apart (normal approximation): the exact plan takes minutes
    to compute where it would be too large to read.
    """
    if not 0 < good < bad < 1 or not 0 < risk < 0.5:
        raise Refused("The acceptable failure rate is below the tolerable one, and the confidence is above 50 %.")
    z = NormalDist().inv_cdf(1 - float(risk))
    p, q = float(good), float(bad)
    return round((z * (sqrt(p * (1 - p)) + sqrt(q * (1 - q))) / (q - p)) ** 2)


def _too_few(wanted: int, population: int) -> str:
    return (
        f"To stop early at these rates may take {wanted:,} documents, of {population:,} there are; at most "
        f"{MOST_SAMPLED:,} can be read in one round. Take a longer period, rates that lie further apart, or a sample "
        "of fixed size."
    )


def assign_readers(authors: Sequence[str], reviewers: Mapping[int, str], readers: int) -> tuple[tuple[int, ...], ...]:
    """Who reads which document, in the order of the documents: the least burdened first, nobody what they wrote.

    ``authors`` are logins, ``reviewers`` maps each reviewer's number to their login. A document that leaves too few
    reviewers gets fewer readers; raises Refused when one would have none.
    """
    burden = dict.fromkeys(reviewers, 0)
    chosen = []
    for at, author in enumerate(authors, start=1):
        able = [each for each, login in reviewers.items() if not author or login.casefold() != author.casefold()]
        if not able:
            raise Refused(f"Nobody could read document {at}: every reviewer wrote it. Name other reviewers.")
        picked = sorted(able, key=lambda each: (burden[each], (each + at) % len(reviewers)))[:readers]
        for each in picked:
            burden[each] += 1
        chosen.append(tuple(sorted(picked)))
    return tuple(chosen)
