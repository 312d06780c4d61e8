"""The one page a leader reads before a review is signed: what changed, what breached, who is affected, what then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from attending.analytics import Estimate, PerformanceReview
from attending.decisions.in_force import policy_of
from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_on
from attending.program.registries import limits, packet
from attending.program.registries.limits import AgreedLimits, Standing
from attending.review.models import ModelClaim, ReviewCycle, ReviewRun
from attending.review.queries import cycles, monitoring, peer_review, runs
from attending.review.recorded import review_of
from attending.review.report import changes
from attending.review.report.changes import Sentence
from attending.review.report.figures import cell, standing_out
from attending.review.report.words import limits_name, measure_name, period_of
from attending.review.rules.claims import Held
from attending.review.rules.cycle import LABELS, Outcome, Suggestion, suggestion
from attending.review.rules.schedule import freshness
from attending.review.rules.standing import Crossing, lines_of
from attending.ui import formats

HELD: dict[Held, str] = {
    Held.LIKE: "In line with the claim",
    Held.BETTER: "Better than claimed",
    Held.WORSE: "Worse than claimed",
    Held.OTHER: "Differs from the claim",
    Held.UNKNOWN: "Not measured here",
}


_PASSED = (Standing.STOP, Standing.NO_DATA, Standing.WARN)


@dataclass(frozen=True)
class OnePage:
    """What the newest review of a deployment comes to."""

    run: ReviewRun | None
    review: PerformanceReview | None
    changed: tuple[Sentence, ...]
    breached: tuple[str, ...]
    affected: tuple[tuple[str, str], ...]
    stands_out: tuple[str, ...]
    claims: tuple[tuple[ModelClaim, Estimate | None, Held], ...]
    signals: tuple[str, ...]
    suggested: Suggestion


def one_page(deployment: Deployment) -> OnePage:
    """Put the page together from what is recorded; a constant number of queries."""
    run, before = runs.newest_two(deployment)
    agreed = limits.limits_for(deployment)
    if run is None:
        return concluded(deployment, None, None, (), agreed)
    review = review_of(run)
    _, changed = since_before(run, review, before, agreed)
    return concluded(deployment, run, review, changed, agreed)


def since_before(
    run: ReviewRun, review: PerformanceReview, before: ReviewRun | None, agreed: Sequence[AgreedLimits]
) -> tuple[list[Crossing], list[Sentence]]:
    """Where a review stands against the agreed limits, and what changed since the one before, in sentences."""
    earlier = review_of(before) if before else None
    pair = [each for each in (run, before) if each is not None]
    crossed = changes.crossings(agreed, runs.windowed(pair, agreed), run, before)
    return crossed, [*changes.limit_sentences(crossed), *changes.change_sentences(run, review, before, earlier)]


def concluded(
    deployment: Deployment,
    run: ReviewRun | None,
    review: PerformanceReview | None,
    changed: Sequence[Sentence],
    agreed: Sequence[AgreedLimits],
) -> OnePage:
    """What the newest review comes to; None where there is none."""
    held = cycles.held_claims(deployment, review)
    signals = monitoring.waiting([deployment.pk])
    (dated,) = runs.with_newest_review(deployment)
    reviewed_at: datetime | None = getattr(dated, "newest_run_at", None)
    use_case = deployment.use_case
    every = policy_of(use_case.organisation_id).tier(use_case.risk_tier).review_every
    fresh = freshness(deployment.state, every, reviewed_at, timezone.now())
    return OnePage(
        run,
        review,
        tuple(changed),
        tuple(f"{limits_name(each)}: {each.explanation}" for each in agreed if each.standing in _PASSED),
        tuple(_affected(deployment, run, review)),
        tuple(_standing_out(run, review, agreed)) if run and review else (),
        tuple(held),
        tuple(f"{each.plan}: {each.newest_signal}" for each in signals),
        suggestion(
            [each.standing for each in agreed],
            fresh,
            signals=len(signals),
            worse_than_claimed=sum(1 for _, _, stands in held if stands is Held.WORSE),
            peers_found_more=peer_review.newest_verdict(deployment) == "above",
        ),
    )


def _standing_out(run: ReviewRun, review: PerformanceReview, agreed: Sequence[AgreedLimits]) -> list[str]:
    return standing_out(review, comparator=run.mapping.get("comparator"), limits=lines_of(agreed, "oe"))


def _affected(deployment: Deployment, run: ReviewRun | None, review: PerformanceReview | None) -> list[tuple[str, str]]:
    """Who is touched by what is decided: the unit, its patients and the alerts of a month."""
    found = [("Unit", f"{deployment.unit.name}, {deployment.unit.site.name}")]
    if run is None or review is None or not review.months:
        return found
    newest = review.months[-1]
    found.append(("Predictions in the newest month", f"n {formats.count(newest.n)}"))
    flagged = next((at for at in newest.at_thresholds if at.threshold == deployment.action_threshold), None)
    if flagged is not None:
        rate = flagged.measures["flag_rate"]
        if rate.numerator is not None:
            at = f"{flagged.threshold.normalize():f}"
            found.append((f"Flagged at {at} in the newest month", f"{formats.count(rate.numerator)} of {newest.n:,}"))
    groups = ", ".join(dict.fromkeys(group.attribute for group in review.subgroups))
    if groups:
        found.append(("Groups looked at", groups))
    return found


def document(
    cycle: ReviewCycle, page: OnePage, *, recommended: Outcome, reason: str, asked_by: Person
) -> dict[str, Any]:
    """What is sealed under the decision: the page itself, what was said, and what every room knows."""
    deployment = cycle.deployment
    where = f"{deployment.use_case.title} on {deployment.unit.name}"
    summary = [
        ["Recommended", f"{LABELS[recommended]}: {reason}"],
        ["Recommended by", asked_by.printed_name],
        ["The numbers speak for", f"{LABELS[page.suggested.outcome]}. {page.suggested.why}"],
        ["Review due", formats.date(cycle.due_on)],
    ]
    return {
        "title": f"Post-launch review of {where}",
        "asked": "Continue, change with conditions, or pause."
        if recommended is not Outcome.RETIRE
        else "Retire, continue, change with conditions, or pause.",
        "summary": summary,
        "sections": [
            {"heading": "What changed", "rows": [[each.status.word, each.text] for each in page.changed]}
            if page.changed
            else {"heading": "What changed", "text": "There is no computed review yet."},
            _listed("What breached", page.breached, "No agreed limit is passed."),
            {"heading": "Who is affected", "rows": [[label, value] for label, value in page.affected]},
            _listed("Signals nobody has answered", page.signals, "No chart signals without an answer."),
            *_claims(page),
            *_said(cycle),
            {"heading": "Who answers", "rows": _seats(deployment)},
            *packet.sections(deployment),
        ],
    }


def _listed(heading: str, sentences: Sequence[str], none: str) -> dict[str, Any]:
    if not sentences:
        return {"heading": heading, "text": none}
    return {"heading": heading, "rows": [[str(at), each] for at, each in enumerate(sentences, 1)]}


def claim_name(claim: ModelClaim) -> str:
    """The measure a claim is about, at its threshold."""
    return measure_name(Estimate.missing(claim.measure, "claimed", n=0, events=0, threshold=claim.score_threshold))


def claimed_text(claim: ModelClaim) -> str:
    """The published number with its interval."""
    if claim.low is None or claim.high is None:
        return f"{claim.value:g}, no interval published"
    return f"{claim.value:g} ({claim.low:g} to {claim.high:g})"


def _claims(page: OnePage) -> list[dict[str, Any]]:
    if not page.claims:
        return []
    rows = [
        [
            claim_name(claim),
            claimed_text(claim),
            f"{cell(local)}, n {local.n:,}" if local is not None else formats.EN_DASH,
            HELD[held],
            f"{claim.source}; {claim.population}",
        ]
        for claim, local, held in page.claims
    ]
    columns = ["Measure", "Claimed", "Here", "Verdict", "Where it was claimed"]
    return [{"heading": "Claims of the maker", "table": {"columns": columns, "rows": rows}}]


def _said(cycle: ReviewCycle) -> list[dict[str, Any]]:
    notes = list(cycle.notes.select_related("person"))
    if not notes:
        return [{"heading": "What was said", "text": "Nobody has said anything in this review."}]
    rows = [[f"{note.person.printed_name}, {formats.moment(note.at)}", note.said] for note in notes]
    return [{"heading": "What was said", "rows": rows}]


def _seats(deployment: Deployment) -> list[list[str]]:
    held = seats_on(deployment.use_case)
    return [[str(each.seat.label), each.person.printed_name if each.person else "nobody"] for each in held]


def based_on(run: ReviewRun) -> str:
    """The review the page was made from, in one line."""
    return f"{period_of(run)}, {run.source}, reviewed {formats.moment(run.run_at)}"
