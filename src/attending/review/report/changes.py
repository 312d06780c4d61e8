"""What changed since the review before, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.analytics import Estimate, PerformanceReview
from attending.charts.numbers import amount, month_name, months_between, with_interval
from attending.program.registries.limits import AgreedLimits
from attending.review.models import ReviewRun
from attending.review.queries.runs import LimitKey, key_of
from attending.review.report.words import limits_name, measure_name, window_text
from attending.review.rules.shifts import Shift, shifts
from attending.review.rules.standing import Crossing, crossing, drawn
from attending.ui import formats
from attending.ui.parts import Status

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its mark."""

    status: Status
    text: str


def crossings(
    agreed: Sequence[AgreedLimits],
    windowed: Mapping[tuple[int, LimitKey], Estimate],
    run: ReviewRun,
    before: ReviewRun | None,
) -> list[Crossing]:
    """Where each agreed limit stands in this review, and where it stood in the one before."""
    found = [
        crossing(
            limits,
            windowed.get((run.pk, key_of(limits))),
            windowed.get((before.pk, key_of(limits))) if before else None,
        )
        for limits in agreed
    ]
    return [each for each in found if each is not None]


def limit_sentences(found: Sequence[Crossing]) -> list[Sentence]:
    """Limits that are passed or were passed before, the worst first; the rest in one line."""
    rank = {"stop": 0, "warn": 1, "within": 2}
    told = [each for each in found if each.now != "within" or each.changed]
    sentences = [_crossing(each) for each in sorted(told, key=lambda each: rank[each.now])]
    quiet = len(found) - len(told)
    if quiet:
        text = f"{quiet} agreed limit{' holds' if quiet == 1 else 's hold'}"
        sentences.append(Sentence(Status("ok", "Holds"), f"{text}." if not told else f"{quiet} more hold."))
    return sentences


def _crossing(each: Crossing) -> Sentence:
    name, window = limits_name(each.limits), window_text(each.limits.window_months)
    value = f"{with_interval(each.estimate)} over {window}, n {each.estimate.n:,}"
    if each.now == "within":
        return Sentence(Status("ok", "Back"), f"{name} is back within its limits: {value}.")
    limit = drawn(each.limits).crossed(each.estimate.value or 0.0) or 0.0
    kind = "stop" if each.now == "stop" else "warning"
    beyond = f"its {kind} limit {amount(each.limits.measure, limit)}"
    if each.before is None:
        said = f"{name} is past {beyond}"
    elif each.changed:
        said = f"{name} passed {beyond}"
    else:
        said = f"{name} is still past {beyond}"
    status = Status("breach", "Stop limit") if each.now == "stop" else Status("watch", "Warning")
    return Sentence(status, f"{said}: {value}.")


def change_sentences(
    run: ReviewRun, review: PerformanceReview, before: ReviewRun | None, earlier: PerformanceReview | None
) -> list[Sentence]:
    """What was added, and what clearly changed; that nothing did is said too."""
    if before is None or earlier is None:
        return [Sentence(Status("info", "First"), "This is the first review: there is nothing to compare it with yet.")]
    moved = shifts(earlier, review)
    sentences = [Sentence(Status("info", "Data"), _added(run, review, before, earlier))]
    sentences += [Sentence(Status("watch", "Changed"), _shift(each)) for each in moved[:_NAMED]]
    if len(moved) > _NAMED:
        more = f"{len(moved) - _NAMED} more measures changed clearly; every number stands below."
        sentences.append(Sentence(Status("watch", "Changed"), more))
    if not moved:
        text = "No clear change: each measure's 95 % interval overlaps that of the review before."
        sentences.append(Sentence(Status("neutral", "No change"), text))
    return sentences


def _shift(each: Shift) -> str:
    rose = (each.after.value or 0.0) > (each.before.value or 0.0)
    name = measure_name(each.after, each.attribute, each.level)
    return (
        f"{name} {'rose' if rose else 'fell'} from {with_interval(each.before)} to {with_interval(each.after)}, "
        f"n {each.after.n:,}."
    )


def _added(run: ReviewRun, review: PerformanceReview, before: ReviewRun, earlier: PerformanceReview) -> str:
    now, then = (months_between(f"{r.period_start:%Y-%m}", f"{r.period_end:%Y-%m}") for r in (run, before))
    new = [month for month in now if month not in then]
    gone = [month for month in then if month not in now]
    counts = f"n {review.overall.n:,}, before {earlier.overall.n:,}"
    parts = []
    if new:
        parts.append(f"{_months(new)} {'is' if len(new) == 1 else 'are'} new")
    if gone:
        parts.append(f"{_months(gone)} {'is' if len(gone) == 1 else 'are'} no longer in it")
    if not parts:
        same = "the same file" if run.source_sha256 == before.source_sha256 else "another file"
        parts.append(f"The same months from {same}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]} ({counts}); compared with the review of {formats.date(before.run_at)}."


def _months(months: Sequence[str]) -> str:
    return month_name(months[0]) if len(months) == 1 else f"{month_name(months[0])} to {month_name(months[-1])}"
