"""AI alone, clinician alone, clinician with AI: on the same cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from attending.analytics.classification.agreement import agreement_of
from attending.analytics.classification.category_performance import positive_position
from attending.analytics.classification.paired import PairedAreas, PairedDifference, areas_of_readers, difference_on
from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.classification.shares import Where, share
from attending.analytics.estimate import Estimate
from attending.analytics.peer_review.cohen import PairAgreement


@dataclass(frozen=True, slots=True)
class ReaderComparison:
    """Two readers on the cases both read: differences are those of the first less the second.

    `agreement` is over all cases both read; the differences over the verified ones among them. `accuracy` needs a
    reference in the readers' own categories. `sensitivity` and `specificity` are by category (each against all others)
    where reference and readings share categories, and by cut (that category and above) where categories are ordered.
    `areas` compares the AUROCs over the ordered categories; None where they are not ordered. They are many
    comparisons: single p-values are not corrected for that.
    """

    first: Reader
    second: Reader
    agreement: PairAgreement
    accuracy: PairedDifference | None
    sensitivity: Mapping[str, PairedDifference]
    specificity: Mapping[str, PairedDifference]
    sensitivity_at_cut: Mapping[str, PairedDifference]
    specificity_at_cut: Mapping[str, PairedDifference]
    areas: PairedAreas | None = None


@dataclass(frozen=True, slots=True)
class AutomationEffect:
    """What seeing the AI changed in the clinicians' readings, on verified cases with all three readings.

    Counts are by whether the AI was right, and whether the clinician was right alone and then with it:
    `helped` wrong to right with a right AI, `ignored` stayed wrong beside a right AI, `misled` right to wrong with a
    wrong AI, `resisted` stayed right beside a wrong AI, `lost` right to wrong although the AI was right, `recovered`
    wrong to right although the AI was wrong. `misled_rate` (automation bias, Goddard, Roudsari & Wyatt 2012) is misled
    out of misled and resisted; `helped_rate` is helped out of helped and ignored. The order of the two readings, and
    whether the first was bound, decide how far the change is the AI's doing.
    """

    cases: int
    helped: int
    ignored: int
    misled: int
    resisted: int
    lost: int
    recovered: int
    misled_rate: Estimate
    helped_rate: Estimate


def compare_readers(readings: Readings, first: Reader, second: Reader, positive_from: str) -> ReaderComparison:
    """Paired comparison of two readers; cases only one of them read count for neither.

    Raises ValueError when `positive_from` cannot divide the references.
    """
    least = positive_position(readings, positive_from)
    names = readings.categories
    same = names == readings.references
    a, b, truth = readings.of(first), readings.of(second), readings.reference
    known = (truth >= 0) & (a >= 0) & (b >= 0)

    def difference(measure: str, among: Where, of_a: Where, of_b: Where) -> PairedDifference:
        return difference_on(readings, measure, known & among, of_a, of_b)

    each = range(len(names)) if same else ()
    cuts = range(1, len(names)) if readings.ordered else ()
    return ReaderComparison(
        first,
        second,
        agreement_of(readings, a, b),
        difference("accuracy_difference", known, a == truth, b == truth) if same else None,
        {names[k]: difference("sensitivity_difference", truth == k, a == k, b == k) for k in each},
        {names[k]: difference("specificity_difference", truth != k, a != k, b != k) for k in each},
        {names[k]: difference("sensitivity_difference", truth >= least, a >= k, b >= k) for k in cuts},
        {names[k]: difference("specificity_difference", truth < least, a < k, b < k) for k in cuts},
        areas_of_readers(readings, first, second, least) if readings.ordered else None,
    )


def automation_effect(readings: Readings, *, positive_from: str, cut: str | None = None) -> AutomationEffect:
    """Count the changes. A reading is right when it equals the reference, or, with a `cut`, when both are positive or
    both negative: readings from `cut` upwards, references from `positive_from` upwards.

    Raises ValueError when reference and readings have different categories and no cut is given.
    """
    least = positive_position(readings, positive_from)
    truth = readings.reference
    known = truth >= 0
    for reader in ("ai", "clinician", "with_ai"):
        known = known & (readings.of(reader) >= 0)

    def right(reader: Reader) -> Where:
        if cut is None:
            return np.asarray(readings.of(reader) == truth)
        return np.asarray((readings.of(reader) >= readings.categories.index(cut)) == (truth >= least))

    if cut is None and readings.categories != readings.references:
        raise ValueError(
            "Reference and readings have different categories: say from which category on a reading is positive."
        )
    if cut is not None and cut not in readings.categories[1:]:
        raise ValueError(f"{cut!r} cannot divide the readings: choose one of {', '.join(readings.categories[1:])}.")
    ai, alone, aided = right("ai"), right("clinician"), right("with_ai")
    helped, ignored = readings.cases(known & ai & ~alone & aided), readings.cases(known & ai & ~alone & ~aided)
    misled, resisted = readings.cases(known & ~ai & alone & ~aided), readings.cases(known & ~ai & alone & aided)
    n = readings.cases(known)
    return AutomationEffect(
        n,
        helped,
        ignored,
        misled,
        resisted,
        readings.cases(known & ai & alone & ~aided),
        readings.cases(known & ~ai & ~alone & aided),
        share(
            readings,
            "misled_rate",
            known & ~ai & alone,
            ~aided,
            without="No cases in which the clinician alone was right and the AI wrong; at least 1 needed",
        ),
        share(
            readings,
            "helped_rate",
            known & ai & ~alone,
            aided,
            without="No cases in which the clinician alone was wrong and the AI right; at least 1 needed",
        ),
    )
