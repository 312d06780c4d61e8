"""The closed results of peer review, and how drafts were used: as a page shows them and as they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from attending import charts
from attending.analytics import Estimate
from attending.analytics.control_charts import ChartDesign, ControlChart, EventCount, draw
from attending.analytics.control_charts.design import FEWEST_BASELINE
from attending.analytics.peer_review import UsageRates, UsageReview
from attending.review.models import PeerReviewRound
from attending.review.presenters.figures import data_table
from attending.review.presenters.peer_review import VERDICTS, period_text, share
from attending.review.rules.peer_plan import RoundPlan
from attending.review.rules.peer_results import WHOLE, RoundResults
from attending.review.rules.rubric import Criterion
from attending.ui import formats
from attending.ui.exports import SMALL_CELL
from attending.ui.parts import DataTable, EstimateText, Figure, Link, Stat

if TYPE_CHECKING:
    from attending.charts import RatePoint

COLUMNS = ("section", "name", "measure", "value", "low", "high", "n", "events", "note")
SMALL_CELLS = (COLUMNS.index("n"), COLUMNS.index("events"))
SCHEMA = "attending.peer-review/1"
WITHHELD = f"Withheld: it rests on fewer than {SMALL_CELL} documents."

_BREAKDOWNS = {"at least severity", "criterion", "unit"}
_P_BASELINE = FEWEST_BASELINE["p"]
_P_PRIME_BASELINE = FEWEST_BASELINE["p_prime"]


_ONE_CATEGORY = "The readers agree, all in one category, so kappa and alpha cannot be told."
_BY_CHANCE = (
    "The readers mostly agree, yet kappa is low: nearly all ratings are one category, and chance alone would agree "
    "often. Read it beside percent agreement and Gwet's AC1."
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know when reading agreement, and the questions it is about."""

    why: str
    about: tuple[str, ...]


def stats(round_: PeerReviewRound, found: RoundResults) -> list[Stat]:
    """What a leader reads first."""
    period = period_text(round_)
    missing = f"{found.missing} could not be opened, {found.unread} were not handed in"
    return [
        _stat("Failure rate", found.rate, period=period, status=VERDICTS[found.verdict]),
        _stat("At least moderate", found.failures.by_severity["moderate"], period=period),
        _stat("Severe", found.failures.by_severity["severe"], period=period),
        Stat(
            "Documents judged", formats.count(found.reviewed), f"of {formats.count(found.sampled)} drawn", note=missing
        ),
        Stat(
            "Readers differ on",
            formats.count(found.disagreements),
            f"of {formats.count(found.read_twice)} read by two or more",
            note="on whether a criterion is failed",
        ),
    ]


def _stat(label: str, estimate: Estimate, *, period: str, status: Any = None) -> Stat:
    return Stat(
        label,
        formats.percent(estimate.value),
        f"{formats.count(estimate.numerator)} of {formats.count(estimate.n)} documents",
        formats.interval(estimate.low, estimate.high, "percent"),
        period=period,
        status=status,
        note=estimate.reason or "",
    )


def newest_row(found: Sequence[tuple[PeerReviewRound, RoundResults]]) -> dict[str, Any]:
    """The newest closed round as the deployment's page tells it; empty where none is closed."""
    if not found:
        return {}
    newest, results = found[-1]
    return {
        "status": VERDICTS[results.verdict],
        "link": Link(newest.label, reverse("review:peer-round", args=[newest.pk])),
        "rate": formats.estimate_text(results.rate, "percent"),
        "words": results.words,
    }


def rate_tables(found: RoundResults, criteria: Sequence[Criterion]) -> list[DataTable]:
    """Failure rates by severity, criterion and unit, weighted to all documents of the period."""
    titles = {each.key: each.title for each in criteria}
    failures = found.failures
    return [
        _rates("At least", "Failure rate by severity", {k.capitalize(): v for k, v in failures.by_severity.items()}),
        _rates("Criterion", "Failure rate by criterion", {titles[k]: v for k, v in failures.by_criterion.items()}),
        _rates("Unit", "Failure rate by unit", failures.by_unit),
    ]


def _rates(first: str, caption: str, rates: Mapping[str, Estimate]) -> DataTable:
    rows = [
        (name, formats.estimate_text(each, "percent"), formats.count(each.numerator), formats.count(each.n))
        for name, each in rates.items()
    ]
    return DataTable([first, "Rate (95 % interval)", "Failures", "Judged"], rows, caption, (1, 2, 3), stacks=True)


def agreement_table(found: RoundResults, criteria: Sequence[Criterion]) -> DataTable:
    """How far the readers agree, by every coefficient in use."""
    rows = []
    for key, title in _agreed(criteria):
        each = found.agreement[key]
        pairs = list(each.pairs.values())
        kappa = pairs[0].kappa if len(pairs) == 1 else each.fleiss_kappa
        rows.append(
            (
                title,
                formats.count(each.rated_twice),
                formats.estimate_text(each.percent_agreement, "percent0"),
                _coefficient(kappa),
                _coefficient(each.krippendorff_alpha),
                _coefficient(each.gwet_ac1),
            )
        )
    name = "Cohen's kappa" if len(found.agreement[WHOLE].reviewers) == 2 else "Fleiss' kappa"
    headers = ["Question", "Read twice", "Agreement", name, "Krippendorff's alpha", "Gwet's AC1"]
    return DataTable(headers, rows, "Agreement of the readers, each with its 95 % interval", (1, 2, 3, 4, 5))


def _coefficient(each: Estimate) -> EstimateText:
    """The reason why there is none stands once below the table."""
    found = formats.estimate_text(each, "decimal2")
    return replace(found, reason="see below") if found.reason else found


def paradoxes(found: RoundResults, criteria: Sequence[Criterion]) -> list[Remark]:
    """Why coefficients are low or cannot be told, where they are: each reason once, with all it is about.

    More than two readers make several pairs, which are told as the span of their agreement.
    """
    told: dict[str, list[str]] = {}
    for key, title in _agreed(criteria):
        agreed = found.agreement[key]
        pairs = [pair for pair in agreed.pairs.values() if pair.paradox]
        for unknown in (True, False):
            chosen = [pair for pair in pairs if (pair.kappa.value is None) == unknown]
            if chosen:
                shares = [pair.percent_agreement.value for pair in chosen if pair.percent_agreement.value is not None]
                kappas = [pair.kappa.value for pair in chosen if pair.kappa.value is not None]
                alike = f"agreement {_span(shares, 'percent0')}"
                kappa = f", kappa {_span(kappas, 'decimal2')}" if kappas else ""
                told.setdefault(_ONE_CATEGORY if unknown else _BY_CHANCE, []).append(f"{title} ({alike}{kappa})")
        if not pairs:
            shown = [each.kappa for each in agreed.pairs.values()] if len(agreed.pairs) == 1 else [agreed.fleiss_kappa]
            for reason in dict.fromkeys(each.reason for each in (*shown, agreed.krippendorff_alpha, agreed.gwet_ac1)):
                if reason:
                    told.setdefault(f"{reason.rstrip('.')}.", []).append(title)
    return [Remark(why, tuple(about)) for why, about in told.items()]


def _span(values: Sequence[float], style: str) -> str:
    low, high = (formats.styled(each, style) for each in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _agreed(criteria: Sequence[Criterion]) -> list[tuple[str, str]]:
    return [(WHOLE, "Does the document fail?"), *((each.key, each.title) for each in criteria)]


def rounds_figure(closed: Sequence[tuple[PeerReviewRound, RoundResults]], limit: float | None) -> Figure | None:
    """The failure rate over rounds, with the control limits of a p chart once there are enough rounds."""
    if not closed:
        return None
    shorts = _shorts([f"{each.period_end:%Y-%m}" for each, _ in closed])
    points = [
        charts.RatePoint(f"{each.label} ({period_text(each)})", short, results.rate)
        for (each, results), short in zip(closed, shorts, strict=True)
    ]
    control = _control([(each.short, each.estimate) for each in points], "failure_rate")
    return _figure(points, limit=limit, control=control, first="Round", counted="Documents judged")


def _shorts(months: Sequence[str]) -> list[str]:
    """Months as names under a plot; a month that comes again is numbered."""
    seen: dict[str, int] = {}
    named = []
    for month in months:
        seen[month] = seen.get(month, 0) + 1
        text = formats.month(month)
        named.append(text if seen[month] == 1 else f"{text} ({seen[month]})")
    return named


def _control(series: Sequence[tuple[str, Estimate]], measure: str) -> ControlChart | None:
    """A p chart whose baseline is the first points; Laney's where counts are large and enough months are known."""
    laney = measure != "failure_rate" and len(series) > _P_PRIME_BASELINE
    needed = _P_PRIME_BASELINE if laney else _P_BASELINE
    if len(series) <= needed or (measure != "failure_rate" and not laney):
        return None
    data = [EventCount(short, each.numerator or 0, each.denominator or 0) for short, each in series]
    design = ChartDesign("p_prime" if laney else "p", measure, tuple(short for short, _ in series[:needed]))
    return draw(design, data)


def _figure(
    points: Sequence[RatePoint], *, limit: float | None, control: ControlChart | None, first: str, counted: str
) -> Figure:
    def drawn(width: int) -> Any:
        return charts.rate_over_time(points, limit=limit, control=control, width=width)

    chart = drawn(charts.WIDE)
    table = data_table(charts.rate_rows(points, first=first, counted=counted))
    return Figure(charts.answer_of(chart), charts.responsive_svg(drawn), table, charts.note_of(chart))


def usage_figure(review: UsageReview) -> Figure:
    """The share of drafts discarded, month by month."""
    shorts = _shorts(list(review.by_period))
    points = [
        charts.RatePoint(short, short, rates.discard_rate)
        for short, rates in zip(shorts, review.by_period.values(), strict=True)
    ]
    control = _control([(each.short, each.estimate) for each in points], "discard_rate")
    return _figure(points, limit=None, control=control, first="Month", counted="Drafts whose end is known")


def usage_tables(review: UsageReview) -> list[DataTable]:
    """What became of drafts by month, newest first, and by unit."""
    months = {formats.month(month): rates for month, rates in reversed(list(review.by_period.items()))}
    return [_usage("Month", "By month", months), _usage("Unit", "By unit", review.by_unit)]


def _usage(first: str, caption: str, found: Mapping[str, UsageRates]) -> DataTable:
    rows = [
        (
            name,
            formats.count(each.offered),
            formats.count(each.open),
            formats.estimate_text(each.discard_rate, "percent"),
            formats.estimate_text(each.unedited_rate, "percent"),
            _median(each),
        )
        for name, each in found.items()
    ]
    headers = [first, "Offered", "End not known", "Discarded", "Used without an edit", "Median share changed"]
    return DataTable(headers, rows, caption, (1, 2, 3, 4, 5))


def _median(rates: UsageRates) -> str:
    found = rates.median_change
    if found.low is None or found.high is None:
        return formats.EN_DASH
    return f"{share(found.low)} to {share(found.high)}"


def export_rows(found: RoundResults, criteria: Sequence[Criterion]) -> list[tuple[object, ...]]:
    """Every number of a round; what rests on 1 to 10 documents is withheld."""
    return [_released(section, name, each) for section, name, each in _numbers(found, criteria)]


def export_document(
    round_: PeerReviewRound, plan: RoundPlan, found: RoundResults, criteria: Sequence[Criterion]
) -> dict[str, Any]:
    """The numbers with what is needed to believe them, as plain JSON."""
    numbers = [dict(zip(COLUMNS, row, strict=True)) for row in export_rows(found, criteria)]
    for each in numbers:
        for name in ("n", "events"):
            if _small(each[name]):
                each[name] = f"<{SMALL_CELL}"
    return {
        "schema": SCHEMA,
        "round": round_.pk,
        "label": round_.label,
        "deployment": str(round_.deployment),
        "period_start": round_.period_start.isoformat(),
        "period_end": round_.period_end.isoformat(),
        "rubric": str(round_.rubric),
        "method": plan.terms.method,
        "tolerable": str(plan.terms.tolerable),
        "confidence": str(plan.terms.confidence),
        "fails_when": plan.terms.fails_when,
        "population": plan.population,
        "frame_sha256": round_.frame_sha256,
        "seed": str(round_.seed),
        "draw": round_.frame["method"],
        "verdict": found.verdict,
        "interval": "95 %",
        "numbers": numbers,
    }


def _numbers(found: RoundResults, criteria: Sequence[Criterion]) -> Iterator[tuple[str, str, Estimate]]:
    yield "overall", "all", found.rate
    for severity, each in found.failures.by_severity.items():
        yield "at least severity", severity, each
    for key, each in found.failures.by_criterion.items():
        yield "criterion", key, each
    for unit, each in found.failures.by_unit.items():
        yield "unit", unit, each
    for key, _ in _agreed(criteria):
        agreed = found.agreement[key]
        for each in (agreed.percent_agreement, agreed.fleiss_kappa, agreed.krippendorff_alpha, agreed.gwet_ac1):
            yield "agreement", key, each
        for pair, told in agreed.pairs.items():
            yield f"agreement of {pair}", key, told.kappa


def _released(section: str, name: str, each: Estimate) -> tuple[object, ...]:
    """A breakdown of failures in which a count of 1 to 10 could be worked out is withheld; so is a small sample.

    The headline rate stays: it is what the round was held for, and tells nothing about a group.
    """
    counts = [each.n]
    if section in _BREAKDOWNS:
        counts += [each.events, each.n - each.events]
    if any(_small(count) for count in counts):
        return section, name, each.measure, None, None, None, each.n, None, WITHHELD
    note = each.reason or each.note or ""
    return section, name, each.measure, each.value, each.low, each.high, each.n, each.events, note


def _small(count: object) -> bool:
    return isinstance(count, int) and 0 < count < SMALL_CELL
