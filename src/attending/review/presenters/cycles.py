"""A post-launch review as leaders read it, and the list of those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.program.registries.pages import url_of
from attending.review.models import CycleState, Lesson, ReviewCycle
from attending.review.one_page import HELD, OnePage, based_on, claim_name, claimed_text
from attending.review.report.changes import Sentence
from attending.review.report.figures import cell
from attending.review.rules.claims import Held
from attending.review.rules.cycle import LABELS, Outcome
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Status, SummaryRow

_CLAIM_MARKS = {
    Held.LIKE: "ok",
    Held.BETTER: "ok",
    Held.WORSE: "watch",
    Held.OTHER: "info",
    Held.UNKNOWN: "pending",
}
_OUTCOMES = {
    Outcome.CONTINUE: Status("ok", LABELS[Outcome.CONTINUE]),
    Outcome.CHANGE: Status("watch", LABELS[Outcome.CHANGE]),
    Outcome.PAUSE: Status("stop", LABELS[Outcome.PAUSE]),
    Outcome.RETIRE: Status("neutral", LABELS[Outcome.RETIRE]),
}


def outcome_status(outcome: str) -> Status:
    """The mark of an outcome."""
    return _OUTCOMES[Outcome(outcome)]


def cycle_status(cycle: ReviewCycle) -> Status:
    """Where a review stands."""
    if cycle.decision is not None:
        return outcome_status(cycle.decision.outcome)
    today = timezone.localdate()
    if cycle.state == CycleState.ASKED:
        return Status("pending", "Waiting for signatures")
    return Status("watch", "Overdue") if today > cycle.due_on else Status("pending", "Open")


def due_text(cycle: ReviewCycle) -> str:
    """When it is due, and what follows if nobody holds it; nothing once it is asked or decided."""
    if cycle.state != CycleState.OPEN:
        return ""
    return (
        f"Due {formats.date(cycle.due_on)} ({formats.days_until(cycle.due_on, timezone.localdate())}): read, say what "
        "you see, then ask for the outcome. If nobody does, it keeps running and nobody answers for whether it still "
        "works."
    )


def _days_to(cycle: ReviewCycle) -> str:
    """How far the signature is away, in words."""
    if cycle.proposal is None or cycle.proposal.due_at is None:
        return ""
    return formats.days_until(timezone.localdate(cycle.proposal.due_at), timezone.localdate())


@dataclass(frozen=True, slots=True)
class Page:
    """The one page, ready to print."""

    basis: str
    suggested: Status
    why: str
    changed: Sequence[Sentence]
    breached: Sequence[str]
    affected: Sequence[SummaryRow]
    stands_out: Sequence[str]
    signals: Sequence[str]
    claims: DataTable | None
    claimed: str


def page(found: OnePage) -> Page:
    """Flat values of the page."""
    return Page(
        basis=based_on(found.run) if found.run else "Nothing was measured here yet.",
        suggested=outcome_status(found.suggested.outcome),
        why=found.suggested.why,
        changed=found.changed,
        breached=found.breached,
        affected=[SummaryRow(label, value) for label, value in found.affected],
        stands_out=found.stands_out,
        signals=found.signals,
        claims=_claims(found),
        claimed=_claimed(found),
    )


def _claimed(found: OnePage) -> str:
    """One claim with both its numbers; of several how many stand where, in words."""
    if len(found.claims) == 1:
        ((claim, local, held),) = found.claims
        stands = f"{claim_name(claim)}: {HELD[held].lower()}"
        if local is None:
            return f"{stands}; {claimed_text(claim)} was claimed."
        return f"{stands}: {cell(local)}, n {formats.count(local.n)}, against {claimed_text(claim)}."
    counts = Counter(HELD[held] for _, _, held in found.claims)
    return f"{'; '.join(f'{number} {word[0].lower()}{word[1:]}' for word, number in counts.items())}."


def _claims(found: OnePage) -> DataTable | None:
    if not found.claims:
        return None
    rows = [
        (
            claim_name(claim),
            claimed_text(claim),
            f"{cell(local)}, n {formats.count(local.n)}" if local is not None else formats.EN_DASH,
            Status(_CLAIM_MARKS[held], HELD[held]),
            f"{claim.source}; {claim.population}",
        )
        for claim, local, held in found.claims
    ]
    headers = ["Measure", "Claimed", "Here", "Verdict", "Where it was claimed"]
    return DataTable(headers, rows, "Claims of the maker, held against this review", stacks=True)


def notes(cycle: ReviewCycle) -> list[Event]:
    """What was said, in its order."""
    return [
        Event(
            formats.moment(note.at),
            note.said,
            who=f"{note.person.printed_name}, {note.person.get_discipline_display().lower()}",
            machine_when=note.at.isoformat(),
        )
        for note in cycle.notes.select_related("person")
    ]


def outcome_rows(cycle: ReviewCycle) -> list[SummaryRow]:
    """What was recommended, and what was decided."""
    rows = [
        SummaryRow("Recommended", LABELS[Outcome(cycle.recommendation)], note=cycle.reason),
    ]
    if cycle.proposal is not None and cycle.decision is None:
        link = Link(cycle.proposal.question, decide_url(cycle))
        rows.append(SummaryRow("Question", link, note=f"If nobody signs: {cycle.proposal.if_nothing}"))
        if cycle.proposal.due_at is not None:
            rows.append(SummaryRow("To be signed by", formats.moment(cycle.proposal.due_at), note=_days_to(cycle)))
    if cycle.decision is not None and cycle.closed_at is not None:
        link = Link(
            "The decision, its packet and its receipts", reverse("decisions:proposal", args=[cycle.proposal_id])
        )
        rows += [
            SummaryRow("Decided", outcome_status(cycle.decision.outcome), note=formats.moment(cycle.closed_at)),
            SummaryRow("Sealed", link),
        ]
    return rows


def decide_url(cycle: ReviewCycle) -> str:
    """Where the question is that waits for signatures; empty where none does."""
    waits = cycle.proposal is not None and cycle.decision is None
    return reverse("decisions:proposal", args=[cycle.proposal_id]) if waits else ""


def lesson_rows(lessons: Sequence[Lesson]) -> DataTable | None:
    """What was learned, and where it went."""
    if not lessons:
        return None
    rows = [
        (
            each.learned,
            each.capability.name if each.capability else formats.EN_DASH,
            each.change or formats.EN_DASH,
            f"{each.recorded_by.printed_name}, {formats.date(each.recorded_at)}",
        )
        for each in lessons
    ]
    return DataTable(["Lesson", "Goes to the capability", "What changes", "Kept by"], rows, "Lessons", stacks=True)


def history(cycles: Sequence[ReviewCycle]) -> DataTable | None:
    """Every turn of review of a deployment, newest first."""
    if not cycles:
        return None
    rows = [
        (
            Link(formats.date(each.due_on), reverse("review:cycle", args=[each.pk])),
            cycle_status(each),
            LABELS[Outcome(each.recommendation)] if each.recommendation else formats.EN_DASH,
            formats.date(each.closed_at) if each.closed_at else formats.EN_DASH,
        )
        for each in cycles
    ]
    return DataTable(["Due", "Outcome", "Recommended", "Signed"], rows, "Signed reviews", stacks=True)


def links(cycle: ReviewCycle) -> list[Link]:
    """Where the evidence lies, one tap away."""
    deployment = cycle.deployment
    return [Link("Every number and chart of the newest review", url_of(deployment))]
