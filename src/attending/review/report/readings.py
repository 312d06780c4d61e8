"""A review of categorical readings as rows and sentences: the same on the page, on paper and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attending.analytics.classification import ClassificationReview, PairedAreas, TwoByTwo
from attending.analytics.estimate import Estimate
from attending.charts import reader_chart
from attending.charts.numbers import month_name
from attending.documents.grid import Grid
from attending.review.readings import MEASURED, GroupReadings, ReadingsReview, differences_at, measures_at
from attending.review.report.figures import DASH, cell
from attending.sources.readings import Scale
from attending.ui import formats

NAMES: Final[Mapping[str, str]] = {
    "ai": "AI alone",
    "clinician": "Clinician alone",
    "with_ai": "Clinician with AI",
}
_SHORT: Final = ("Sensitivity", "Specificity", "PPV", "NPV")


def told(estimate: Estimate | None) -> str:
    """Value and interval, or why there is none."""
    if estimate is None:
        return DASH
    return cell(estimate) if estimate.value is not None else (estimate.reason or DASH)


def accuracies(review: ReadingsReview, scale: Scale) -> dict[str, Mapping[str, Estimate]]:
    """Each reader's measures at the cut, by the reader's name."""
    return {NAMES[name]: measures_at(each, scale).measures for name, each in review.overall.readers.items()}


def changes(review: ReadingsReview, scale: Scale) -> tuple[Estimate, ...]:
    """The paired differences of reading with the AI less reading alone."""
    pair = review.overall.comparisons.get("with_ai / clinician")
    return () if pair is None else tuple(each.difference for each in differences_at(pair, scale))


def standing_out(review: ReadingsReview, scale: Scale) -> list[str]:
    """The answers first."""
    overall = review.overall
    found = [
        f"{overall.cases:,} cases{_of_patients(review)}, {overall.verified:,} with a known reference; the others count "
        "in no measure of accuracy, and never as negative.",
        f"{reader_chart.answer(accuracies(review, scale), changes(review, scale))}.",
    ]
    found += filter(None, [led_astray(overall)])
    if overall.verification is not None and overall.verification.warning:
        found.append(overall.verification.warning)
    found += filter(None, [how_fast(review)])
    return found


def led_astray(overall: ClassificationReview) -> str:
    """How often seeing the AI spoiled a reading, and how often it mended one; empty where none was read both ways."""
    automation = overall.automation
    if automation is None or not automation.cases:
        return ""
    rate = automation.misled_rate
    return (
        f"Seeing a wrong AI changed a right reading to a wrong one in {automation.misled:,} of "
        f"{automation.misled + automation.resisted:,} such cases"
        f"{f', {cell(rate)}' if rate.estimable else ''}; seeing a right AI mended a wrong reading in "
        f"{automation.helped:,} of {automation.helped + automation.ignored:,}."
    )


def how_fast(review: ReadingsReview) -> str:
    """The median turn-around, or its change where that was asked; empty where it cannot be estimated."""
    found = review.turnaround
    if found is None:
        return ""
    if found.change is not None:
        change = found.change.median_change
        return (
            ""
            if change.value is None
            else f"Median turn-around from {month_name(found.changed_from)} on: {cell(change)} hours against before; "
            "below 0 is faster. What else changed then is not taken out."
        )
    median = found.overall.median
    return f"Median turn-around: {cell(median)} hours." if median.estimable else ""


def _of_patients(review: ReadingsReview) -> str:
    return "" if review.patients is None else f" of {review.patients:,} patients"


def reader_grid(review: ReadingsReview, scale: Scale) -> Grid:
    """The readers side by side at the cut."""
    rows = []
    for name, performance in review.overall.readers.items():
        at = measures_at(performance, scale)
        rows.append(
            (
                NAMES[name],
                f"{performance.cases:,}",
                *(told(at.measures[key]) for key in MEASURED),
                told(performance.accuracy.accuracy if performance.accuracy else None),
                told(performance.auroc),
            )
        )
    return Grid(
        f"Each reader, positive from {scale.cut} on",
        ("Reader", "Verified cases", *_SHORT, "Accuracy", "AUROC over the cuts"),
        rows,
        tuple(range(1, 8)),
        "Predictive values hold for how common the condition is among these verified cases only.",
    )


def difference_grid(review: ReadingsReview, scale: Scale) -> Grid:
    """Paired differences, with the cases on which the two disagreed."""
    rows = []
    for pair, comparison in review.overall.comparisons.items():
        first, second = (NAMES[name] for name in pair.split(" / "))
        for what, each in zip(("Sensitivity", "Specificity"), differences_at(comparison, scale), strict=True):
            rows.append(
                (
                    f"{first} less {second.lower().replace('ai', 'AI')}",
                    what,
                    told(each.difference),
                    f"{each.difference.n:,}",
                    f"{each.first_only:,} / {each.second_only:,}",
                    formats.p_value(each.p_value),
                )
            )
    return Grid(
        "Differences on the same cases",
        ("Compared", "Measure", "Difference", "Cases", "Only the first / second right", "P (McNemar)"),
        rows,
        (2, 3, 4, 5),
        "Paired: cases that only one of the two read count for neither. Intervals are Tango's; P values "
        f"{'are mid-P' if review.patients is None else 'come from the score test over patients'} and not corrected for "
        f"their number. {_together(review)}",
    )


def area_grid(review: ReadingsReview) -> Grid | None:
    """Areas under the ROC curve compared on the same cases: readers over their cuts, and the AI's score."""
    found: list[tuple[str, str, PairedAreas]] = []
    for pair, each in review.overall.comparisons.items():
        first, second = pair.split(" / ")
        if each.areas is not None:
            found.append((NAMES[first], NAMES[second], each.areas))
    found += [("The AI's score", NAMES[name], areas) for name, areas in review.score_areas.items()]
    if not found:
        return None
    rows = [
        (
            f"{first} less {second.lower().replace('ai', 'AI')}",
            told(areas.first),
            told(areas.second),
            told(areas.difference),
            f"{areas.difference.n:,}",
            formats.p_value(areas.p_value),
        )
        for first, second, areas in found
    ]
    return Grid(
        "AUROC on the same cases",
        ("Compared", "AUROC, first", "AUROC, second", "Difference", "Cases", "P (paired DeLong)"),
        rows,
        (1, 2, 3, 4, 5),
        f"{_together(review)} A reader's area is that over every place to cut the categories: few categories lower it, "
        "so part of a score's advantage over them is only that it is finer.",
    )


def _together(review: ReadingsReview) -> str:
    """Whether intervals take patients' cases together."""
    if review.patients is None:
        return "Cases are taken as independent; name the column of the patient where one has several."
    return f"The cases of each of {review.patients:,} patients are taken together."


def agreement_grid(review: ReadingsReview) -> Grid:
    """Agreement of each pair, and of each reader with the reference."""
    found = {
        " and ".join(NAMES[name] for name in pair.split(" / ")): each.agreement
        for pair, each in review.overall.comparisons.items()
    }
    found |= {f"{NAMES[name]} and the reference": each for name, each in review.with_reference.items()}
    rows = [
        (name, f"{each.items:,}", told(each.percent_agreement), told(each.kappa), told(each.weighted))
        for name, each in found.items()
    ]
    notes = [f"{name}: {each.paradox}" for name, each in found.items() if each.paradox]
    return Grid(
        "Agreement",
        ("Readers", "Cases", "Same category", "Kappa", "Kappa, quadratic weights"),
        rows,
        (1, 2, 3, 4),
        " ".join(notes),
    )


def automation_grid(overall: ClassificationReview) -> Grid | None:
    """What seeing the AI changed."""
    found = overall.automation
    if found is None:
        return None
    rows = [
        ("The AI was right", "wrong", "right", "Helped", f"{found.helped:,}"),
        ("The AI was right", "wrong", "wrong", "Ignored it", f"{found.ignored:,}"),
        ("The AI was right", "right", "wrong", "Lost although it was right", f"{found.lost:,}"),
        ("The AI was wrong", "right", "wrong", "Changed a right reading to a wrong one", f"{found.misled:,}"),
        ("The AI was wrong", "right", "right", "Resisted", f"{found.resisted:,}"),
        ("The AI was wrong", "wrong", "right", "Recovered", f"{found.recovered:,}"),
    ]
    return Grid(
        "What seeing the AI changed",
        ("The AI", "Clinician alone", "Clinician with AI", "Which means", "Cases"),
        rows,
        (4,),
        f"On {found.cases:,} verified cases with all three readings. Misled: {told(found.misled_rate)} of the cases "
        f"the clinician alone read right and the AI wrong; helped: {told(found.helped_rate)} of those the other way "
        "round. How far the change is the AI's doing depends on whether the first reading was bound before it was "
        "shown.",
    )


def verification_grids(overall: ClassificationReview) -> list[Grid]:
    """Who was verified, and what follows."""
    found = overall.verification
    if found is None:
        return []
    rows = [(name, told(each), f"{each.n:,}") for name, each in found.by_category.items()]
    shares = Grid(
        "Who was verified",
        ("The AI's category", "Share with a known reference", "Cases"),
        rows,
        (1, 2),
        "Chi-square test of whether that share differs"
        f"{', with the cases of each patient together' if found.verified.clusters else ''}: "
        f"P {formats.p_value(found.p_value)}.",
    )
    by = " and ".join(NAMES[name].lower().replace("ai", "AI") for name in found.given)
    corrected = Grid(
        "The AI, corrected for who was verified",
        ("Measure", "Verified cases alone", "All cases read, corrected"),
        [
            ("Sensitivity", told(found.as_verified.measures["sensitivity"]), told(found.corrected_sensitivity)),
            ("Specificity", told(found.as_verified.measures["specificity"]), told(found.corrected_specificity)),
        ],
        (1, 2),
        f"Begg & Greenes (1983), over {found.corrected_sensitivity.n:,} cases. It holds only if, among cases read "
        f"alike by {by}, whether a case was verified did not depend on the condition in any other way. No data can "
        "show that.",
    )
    return [shares, corrected]


def confusion_grids(review: ReadingsReview, scale: Scale) -> list[Grid]:
    """Reference against category, one table a reader."""
    return [
        Grid(
            f"{NAMES[name]}: reference and reading",
            ("Reference", *scale.categories),
            [
                (reference, *(f"{n:,}" for n in row))
                for reference, row in zip(scale.references, performance.confusion, strict=True)
            ],
            tuple(range(1, len(scale.categories) + 1)),
            f"Verified cases; {performance.not_read:,} more have no reading." if performance.not_read else "",
        )
        for name, performance in review.overall.readers.items()
    ]


def cut_grids(review: ReadingsReview) -> list[Grid]:
    """Every operating point, or every category against the others where none is ordered."""
    found = []
    for name, performance in review.overall.readers.items():
        ordered = bool(performance.cuts)
        tables: Mapping[str, TwoByTwo] = performance.cuts or performance.categories
        rows = [
            (
                f"{category} and above" if ordered else category,
                *(f"{n:,}" for n in (at.tp, at.fp, at.fn, at.tn)),
                *(told(at.measures[key]) for key in MEASURED),
            )
            for category, at in tables.items()
        ]
        heading = "each place to cut" if ordered else "each category against the others"
        columns = ("Positive", "TP", "FP", "FN", "TN", *_SHORT)
        found.append(Grid(f"{NAMES[name]}: {heading}", columns, rows, tuple(range(1, 9))))
    return found


def group_grid(heading: str, first: str, groups: Sequence[GroupReadings], *, months: bool = False) -> Grid:
    """One row a subgroup or month and reader."""
    rows = []
    for group in groups:
        name = month_name(group.first) if months else f"{group.stratum.attribute}: {group.stratum.level}"
        for reader, found in group.readers.items():
            rows.append(
                (
                    name,
                    NAMES[reader],
                    f"{group.cases:,}",
                    f"{group.verified:,}",
                    *(told(found[key]) for key in MEASURED),
                )
            )
    return Grid(heading, (first, "Reader", "Cases", "Verified", *_SHORT), rows, tuple(range(2, 8)))


def turnaround_grids(review: ReadingsReview) -> list[Grid]:
    """Median and 90th percentile in hours, by month; before and after."""
    found = review.turnaround
    if found is None:
        return []
    periods = [("All months", found.overall), *((month_name(each.period), each) for each in found.months)]
    grids = [
        Grid(
            "Turn-around time in hours",
            ("Month", "Finished", "Not finished", "Median", "90th percentile"),
            [
                (name, f"{each.finished:,}", f"{each.unfinished:,}", told(each.median), told(each.p90))
                for name, each in periods
            ],
            (1, 2, 3, 4),
            "Counted in whole bins; cases not finished are left out, so long waits are understated."
            f"{'' if review.patients is None else ' Here cases are taken as independent.'}",
        )
    ]
    change = found.change
    if change is not None:
        grids.append(
            Grid(
                f"Before and from {month_name(found.changed_from)} on, in hours",
                ("", "Before", "After"),
                [
                    ("Median", told(change.earlier_median), told(change.later_median)),
                    ("90th percentile", told(change.earlier_p90), told(change.later_p90)),
                ],
                (1, 2),
                f"Change of the median: {told(change.median_change)}. A case from then on took less time than an "
                f"earlier one with probability {told(change.faster)}. What else changed is not taken out.",
            )
        )
    return grids


def _given(grid: Grid | None) -> list[Grid]:
    return [] if grid is None else [grid]


def grids(review: ReadingsReview, scale: Scale) -> list[Grid]:
    """Every table, in the order in which a reader asks."""
    automation = automation_grid(review.overall)
    found = [reader_grid(review, scale)]
    if review.overall.comparisons:
        found += [difference_grid(review, scale), *_given(area_grid(review)), agreement_grid(review)]
    found += [automation] if automation is not None else []
    found += [*verification_grids(review.overall), *cut_grids(review), *confusion_grids(review, scale)]
    if review.subgroups:
        found.append(group_grid("By subgroup", "Subgroup", review.subgroups))
    found.append(group_grid("By month", "Month", review.months, months=True))
    return [*found, *turnaround_grids(review)]
