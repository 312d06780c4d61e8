"""Rounds of peer review as leaders and reviewers see them while they are planned and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from attending.analytics.peer_review import Allocation
from attending.review.models import Assessment, PeerReviewRound, RoundReviewer, RoundState
from attending.review.rules.peer_plan import RoundPlan
from attending.review.rules.peer_results import RoundResults
from attending.review.rules.rubric import Criterion
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow, Task

VERDICTS = {
    "within": Status("ok", "Below what is tolerable"),
    "above": Status("breach", "Not below what was agreed"),
    "open": Status("watch", "Cannot be told"),
}
_FAILS_WHEN = {
    "any": "A criterion is failed when any of its readers says so; a document fails with its first failed criterion.",
    "majority": "A criterion is failed when more than half of its readers say so; a document fails with its first "
    "failed criterion.",
}


def share(value: Decimal | float) -> str:
    """A proportion as a percentage with the digits it needs."""
    decimals = 0 if round(float(value) * 100, 6).is_integer() else 1
    return formats.percent(value, decimals)


def period_text(round_: PeerReviewRound) -> str:
    """The months a round covers."""
    return formats.period(f"{round_.period_start:%Y-%m}", f"{round_.period_end:%Y-%m}")


def round_status(round_: PeerReviewRound, verdict: str = "") -> Status:
    """Where a round stands."""
    if round_.state == RoundState.CLOSED:
        return VERDICTS.get(verdict, Status("neutral", "Closed"))
    if round_.state == RoundState.ENDED:
        return Status("neutral", "Ended unread")
    return Status("watch", "Overdue") if timezone.localdate() > round_.due_on else Status("pending", "Being read")


def due_text(round_: PeerReviewRound) -> str:
    """By when it is to be read."""
    return f"{formats.date(round_.due_on)} ({formats.days_until(round_.due_on, timezone.localdate())})"


def plan_rows(plan: RoundPlan) -> list[SummaryRow]:
    """What is decided before a document is read, and what the sample can tell."""
    terms = plan.terms
    readings = plan.sample * terms.readers
    most = "at most " if plan.sequential else ""
    return [
        SummaryRow(
            "Documents in the period",
            formats.count(plan.population),
            note=_from_whom(plan),
        ),
        SummaryRow(
            "To be read",
            f"{most}{formats.count(plan.sample)}",
            note=f"each by {terms.readers} reviewers: {most}{formats.count(readings)} readings. {_more(plan)}".strip(),
        ),
        SummaryRow("Tolerable failure rate", share(terms.tolerable)),
        SummaryRow("What it can tell", _tells(plan), note=_chances(plan)),
        SummaryRow("When readers differ", _FAILS_WHEN[terms.fails_when]),
    ]


def _from_whom(plan: RoundPlan) -> str:
    units = len({each.stratum.unit for each in plan.allocation})
    told = f"{formats.count(units)} unit{'' if units == 1 else 's'}"
    return f"of {formats.count(len(plan.allocation))} users in {told}" if plan.terms.by_user else f"in {told}"


def _more(plan: RoundPlan) -> str:
    if plan.sample > plan.wanted:
        return f"{formats.count(plan.wanted)} would do; every unit and user gets at least one."
    return ""


def _tells(plan: RoundPlan) -> str:
    terms = plan.terms
    if plan.discovery is not None:
        found = plan.discovery
        return (
            f"With {'no failure' if not found.allowed else f'at most {found.allowed} failures'}, a failure rate above "
            f"{share(terms.tolerable)} is ruled out with {share(found.achieved)} confidence."
        )
    if plan.precision is not None:
        return (
            f"If {share(plan.precision.expected)} fail, the 95 % interval is ± {share(plan.precision.achieved)} wide."
        )
    if plan.sequential is not None and terms.expected is not None:
        good, bad = (plan.sequential.characteristic(float(rate)) for rate in (terms.expected, terms.tolerable))
        return (
            f"On average {formats.number(good.expected_n, 0)} documents are enough if {share(terms.expected)} fail, "
            f"and {formats.number(bad.expected_n, 0)} if {share(terms.tolerable)} do; a sample of fixed size would "
            f"take {formats.count(plan.sequential.fixed_n)}."
        )
    return ""


def _chances(plan: RoundPlan) -> str:
    if plan.discovery is not None:
        low = plan.terms.tolerable / 10
        half = plan.terms.tolerable / 2
        return (
            f"If {share(low)} fail, it passes with a chance of {share(plan.discovery.chance_to_pass(low))}; if "
            f"{share(half)} fail, of {share(plan.discovery.chance_to_pass(half))}."
        )
    if plan.sequential is not None:
        return (
            f"It wrongly accepts {share(plan.terms.tolerable)} with a chance of "
            f"{share(plan.sequential.false_acceptance)} and wrongly rejects what is good enough with "
            f"{share(plan.sequential.false_rejection)}."
        )
    return "When the true rate is nearer to one half than expected, the interval comes out wider."


def strata_table(plan: RoundPlan) -> DataTable:
    """How many documents are drawn from each unit, and from how many users where each is drawn from apart."""
    units: dict[str, list[Allocation]] = {}
    for each in plan.allocation:
        units.setdefault(each.stratum.unit, []).append(each)
    by_user = plan.terms.by_user
    rows = [
        (
            unit,
            *((formats.count(len(drawn)),) if by_user else ()),
            formats.count(sum(each.stratum.population for each in drawn)),
            formats.count(sum(each.sampled for each in drawn)),
        )
        for unit, drawn in units.items()
    ]
    headers = ["Unit", *(["Users"] if by_user else []), "Documents", "To be read"]
    caption = "Each user apart, under a pseudonym of this round" if by_user else "Documents and sample by unit"
    return DataTable(headers, rows, caption, tuple(range(1, len(headers))))


def rounds_table(rounds: Sequence[PeerReviewRound], found: Sequence[RoundResults | None]) -> DataTable | None:
    """The rounds of a deployment."""
    if not rounds:
        return None
    rows = [
        (
            Link(each.label, reverse("review:peer-round", args=[each.pk])),
            round_status(each, results.verdict if results else ""),
            period_text(each),
            formats.estimate_text(results.rate, "percent") if results else formats.EN_DASH,
            formats.count(results.reviewed) if results else formats.EN_DASH,
            formats.date(each.closed_at) if each.closed_at else f"due {formats.date(each.due_on)}",
        )
        for each, results in zip(rounds, found, strict=True)
    ]
    headers = ["Round", "Verdict", "Written in", "Failure rate", "Read", "Closed"]
    return DataTable(headers, rows, "Newest first", (3, 4), stacks=True)


def reviewer_table(progress: Sequence[tuple[RoundReviewer, int, int, datetime | None]]) -> DataTable:
    """How far the reviewers of an open round are; never what they answered."""
    rows = [
        (each.person.printed_name, f"{handed_in} of {asked}", formats.moment(last) if last else formats.EN_DASH)
        for each, handed_in, asked, last in progress
    ]
    return DataTable(["Reviewer", "Handed in", "Last"], rows, "Documents handed in, by reviewer", (1,))


def rubric_rows(criteria: Sequence[Criterion]) -> list[SummaryRow]:
    """What the reviewers are asked."""
    return [
        SummaryRow(
            each.title,
            "; ".join(
                f"{answer.label} ({answer.severity})" if answer.fails else answer.label for answer in each.answers
            ),
            note=each.guidance,
        )
        for each in criteria
    ]


def answered(assessment: Assessment, criteria: Sequence[Criterion]) -> tuple[Status, str]:
    """How far a reviewer's own answers about one document are."""
    if assessment.submitted_at is not None:
        return Status("ok", "Handed in"), ""
    if assessment.missing:
        return Status("pending", "Complete"), "cannot be opened"
    given = sum(each.key in assessment.answers for each in criteria)
    if given == len(criteria):
        return Status("pending", "Complete"), ""
    return (
        (Status("watch", "Begun"), f"{given} of {len(criteria)} answered") if given else (Status("neutral", "New"), "")
    )


def document_tasks(round_: PeerReviewRound, own: Sequence[Assessment], criteria: Sequence[Criterion]) -> list[Task]:
    """A reviewer's documents, each with how far they are."""
    found = []
    for each in own:
        status, detail = answered(each, criteria)
        url = reverse("review:peer-document", args=[round_.pk, each.item.number])
        found.append(Task(f"Document {each.item.number}, {each.item.reference}", url, status, detail))
    return found
