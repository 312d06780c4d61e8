"""What a round of peer review found: rates with intervals, agreement, and the verdict against the tolerable rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from attending.analytics import Estimate
from attending.analytics.impact.words import counted
from attending.analytics.peer_review import (
    PASSED,
    AgreementReview,
    FailureReview,
    Ratings,
    ReviewedItem,
    review_agreement,
    review_failures,
)
from attending.review.rules.peer_plan import FailsWhen, RoundPlan
from attending.review.rules.rubric import SEVERITIES, Answer, Criterion

Verdict = Literal["within", "above", "open"]
Decision = Literal["accept", "reject", "continue"]

WHOLE = "document"
"""Under this name agreement is kept on whether a document fails at all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reviewer's answers about one document: answer keys by criterion; None when it could not be opened."""

    reviewer: int
    answers: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class ReadItem:
    """A sampled document with the readings that were handed in; ``asked`` were to read it."""

    number: int
    unit: str
    user: str
    asked: int
    readings: tuple[Reading, ...]

    @property
    def finished(self) -> bool:
        """Whether everybody asked has handed in."""
        return len(self.readings) >= self.asked

    @property
    def seen(self) -> tuple[Mapping[str, str], ...]:
        """The answers of those who could open it."""
        return tuple(each.answers for each in self.readings if each.answers is not None)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a plan that may stop early stands: after ``reviewed`` documents in the order drawn."""

    decision: Decision
    reviewed: int
    failures: int


@dataclass(frozen=True, slots=True)
class RoundResults:
    """The closed results of a round.

    Of ``sampled`` documents ``reviewed`` were judged, ``missing`` could not be opened by anybody and ``unread`` were
    not handed in. ``read_twice`` of them by two or more, who came to different verdicts on ``disagreements``.
    ``rate`` is the headline failure rate; ``stopped`` where a plan that may stop early stood.
    """

    sampled: int
    reviewed: int
    missing: int
    unread: int
    read_twice: int
    disagreements: int
    rate: Estimate
    failures: FailureReview
    agreement: Mapping[str, AgreementReview]
    stopped: Progress | None
    verdict: Verdict
    words: str


def judge(item: ReadItem, criteria: Sequence[Criterion], fails_when: FailsWhen) -> ReviewedItem:
    """The verdict of all its readers on a document, criterion by criterion.

    A criterion is failed when any, or more than half, of those to whom it applied say so, with the gravest severity
    that as many of them give at least.
    """
    found = {}
    for criterion in criteria:
        given = [_answer(criterion, answers.get(criterion.key)) for answers in item.seen]
        ranks = sorted((_rank(each) for each in given if each is not None and each.fails is not None), reverse=True)
        if ranks:
            needed = 1 if fails_when == "any" else len(ranks) // 2 + 1
            rank = ranks[needed - 1]
            found[criterion.key] = PASSED if rank < 0 else SEVERITIES[rank]
    return ReviewedItem(item.unit, item.user, found)


def progress(plan: RoundPlan, criteria: Sequence[Criterion], items: Sequence[ReadItem]) -> Progress | None:
    """Where a plan that may stop early stands; None for a sample of fixed size.

    Documents count in the order they were drawn, up to the first that somebody has still to hand in: counting those
    that happen to be finished first would favour what is quickly read. One that nobody can open is passed over.
    """
    if plan.sequential is None:
        return None
    reviewed = failures = 0
    for item in sorted(items, key=lambda each: each.number):
        if not item.finished:
            break
        if not item.seen:
            continue
        reviewed += 1
        failures += bool(judge(item, criteria, plan.terms.fails_when).failures)
        decision = plan.sequential.decide(reviewed, failures)
        if decision != "continue":
            return Progress(decision, reviewed, failures)
    return Progress("continue", reviewed, failures)


def round_results(
    plan: RoundPlan, criteria: Sequence[Criterion], items: Sequence[ReadItem], *, reviewers: int, seed: int
) -> RoundResults:
    """Everything a closed round says."""
    seen = [item for item in items if item.seen]
    unread = sum(not item.readings for item in items)
    judged = [judge(item, criteria, plan.terms.fails_when) for item in seen]
    found = review_failures(judged, [each.stratum for each in plan.allocation], severities=SEVERITIES)
    stopped = progress(plan, criteria, items)
    rate = found.overall
    if stopped is not None and stopped.decision != "continue" and plan.sequential is not None:
        rate = plan.sequential.failure_rate(stopped.reviewed, stopped.failures)
    twice = [item for item in seen if len(item.seen) >= 2]
    verdict, words = _verdict(plan, rate, stopped, judged, len(items) - len(seen))
    return RoundResults(
        sampled=len(items),
        reviewed=len(seen),
        missing=len(items) - len(seen) - unread,
        unread=unread,
        read_twice=len(twice),
        disagreements=sum(_differ(item, criteria) for item in twice),
        rate=rate,
        failures=found,
        agreement=_agreement(seen, criteria, reviewers, seed),
        stopped=stopped,
        verdict=verdict,
        words=words,
    )


def _answer(criterion: Criterion, key: str | None) -> Answer | None:
    return next((each for each in criterion.answers if each.key == key), None)


def _rank(answer: Answer) -> int:
    return SEVERITIES.index(answer.severity) if answer.fails else -1


def _fails(answers: Mapping[str, str], criteria: Sequence[Criterion]) -> bool:
    given = (_answer(criterion, answers.get(criterion.key)) for criterion in criteria)
    return any(each is not None and each.fails for each in given)


def _differ(item: ReadItem, criteria: Sequence[Criterion]) -> bool:
    """Whether somebody fails a criterion of the document that somebody else passes."""
    for criterion in criteria:
        given = [_answer(criterion, answers.get(criterion.key)) for answers in item.seen]
        if len({each.fails for each in given if each is not None and each.fails is not None}) > 1:
            return True
    return False


def _agreement(
    items: Sequence[ReadItem], criteria: Sequence[Criterion], reviewers: int, seed: int
) -> dict[str, AgreementReview]:
    """On whether a document fails at all, then on each criterion's answers. Reviewers go by letters, not names."""
    names = tuple(_letter(at) for at in range(reviewers))

    def measured(categories: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> AgreementReview:
        return review_agreement(Ratings(categories, False, names, tuple(rows)), seed=seed)

    whole: list[tuple[str | None, ...]] = []
    by_criterion: dict[str, list[tuple[str | None, ...]]] = {each.key: [] for each in criteria}
    for item in items:
        given = {each.reviewer: each.answers for each in item.readings if each.answers is not None}
        read = [given.get(at) for at in range(reviewers)]
        whole.append(tuple(None if each is None else ("fails" if _fails(each, criteria) else PASSED) for each in read))
        for criterion in criteria:
            by_criterion[criterion.key].append(
                tuple(None if each is None else each.get(criterion.key) for each in read)
            )
    found = {WHOLE: measured((PASSED, "fails"), whole)}
    for criterion in criteria:
        categories = tuple(each.key for each in criterion.answers)
        found[criterion.key] = measured(categories, by_criterion[criterion.key])
    return found


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"R{at + 1}"


def _verdict(
    plan: RoundPlan, rate: Estimate, stopped: Progress | None, judged: Sequence[ReviewedItem], unknown: int
) -> tuple[Verdict, str]:
    limit = _share(plan.terms.tolerable)
    sure = _share(plan.terms.confidence)
    if rate.value is None or rate.low is None or rate.high is None:
        return "open", "No document was judged, so nothing can be said about the failure rate."
    if stopped is not None:
        told = f"after {stopped.reviewed:,} documents with {stopped.failures:,} failures"
        if stopped.decision == "accept":
            return "within", f"The plan accepts {told}: a failure rate of {limit} or more is ruled out as agreed."
        if stopped.decision == "reject":
            return "above", f"The plan rejects {told}: the failure rate is not as low as was agreed to be good enough."
        return "open", f"The round was closed {told}, before its plan could decide against {limit}."
    if rate.low > float(plan.terms.tolerable):
        return "above", f"The failure rate is above the tolerable {limit}: its whole 95 % interval is."
    if plan.discovery is not None:
        failures = sum(bool(each.failures) for each in judged)
        allowed, failed = plan.discovery.allowed, counted(failures, "failure")
        if failures + unknown <= allowed:
            return "within", (
                f"{failed} among {counted(len(judged), 'document')}, at most {allowed:,} allowed: a failure rate "
                f"above {limit} is ruled out with {sure} confidence."
            )
        if failures <= allowed:
            return "open", (
                f"{failed}, at most {allowed:,} allowed, but {counted(unknown, 'document')} "
                f"{'was' if unknown == 1 else 'were'} not judged: had they failed, {limit} could not be ruled out."
            )
        return "open", (
            f"{failed} where at most {allowed:,} allowed: a failure rate above {limit} cannot be "
            "ruled out, and is not shown either."
        )
    if rate.high < float(plan.terms.tolerable):
        return "within", f"The failure rate is below the tolerable {limit}: its whole 95 % interval is."
    return "open", f"The 95 % interval holds the tolerable {limit}: this sample cannot tell on which side the rate is."


def _share(value: Decimal) -> str:
    return f"{(value * 100).normalize():f} %"
