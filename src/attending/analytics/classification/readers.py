"""AI alone, clinician alone, clinician with AI: on the same cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.category_performance import positive_position
from attending.analytics.classification.paired import PairedDifference, paired_difference
from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.estimate import Estimate
from attending.analytics.peer_review.cohen import PairAgreement, pair_agreement
from attending.analytics.proportion import proportion


@dataclass(frozen=True, slots=True)
class ReaderComparison:
    """Two readers on the cases both read: differences are those of the first less the second.

    `agreement` is over all cases both read; the differences over the verified ones among them. `accuracy` needs a
    reference in the readers' own categories. `sensitivity` and `specificity` are by category (each against all others)
    where reference and readings share categories, and by cut (that category and above) where categories are ordered.
    They are many comparisons: single p-values are not corrected for that.
    """

    first: Reader
    second: Reader
    agreement: PairAgreement
    accuracy: PairedDifference | None
    sensitivity: Mapping[str, PairedDifference]
    specificity: Mapping[str, PairedDifference]
    sensitivity_at_cut: Mapping[str, PairedDifference]
    specificity_at_cut: Mapping[str, PairedDifference]


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

    def difference(
        measure: str, among: NDArray[np.bool_], of_a: NDArray[np.bool_], of_b: NDArray[np.bool_]
    ) -> PairedDifference:
        at = known & among
        kinds = (of_a & of_b, of_a & ~of_b, ~of_a & of_b, ~of_a & ~of_b)
        return paired_difference(measure, *(readings.cases(at & kind) for kind in kinds))

    each = range(len(names)) if same else ()
    cuts = range(1, len(names)) if readings.ordered else ()
    return ReaderComparison(
        first,
        second,
        pair_agreement(readings.pair(first, second), ordered=readings.ordered),
        difference("accuracy_difference", known, a == truth, b == truth) if same else None,
        {names[k]: difference("sensitivity_difference", truth == k, a == k, b == k) for k in each},
        {names[k]: difference("specificity_difference", truth != k, a != k, b != k) for k in each},
        {names[k]: difference("sensitivity_difference", truth >= least, a >= k, b >= k) for k in cuts},
        {names[k]: difference("specificity_difference", truth < least, a < k, b < k) for k in cuts},
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

    def right(reader: Reader) -> NDArray[np.bool_]:
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
        proportion(
            "misled_rate",
            misled,
            misled + resisted,
            n=misled + resisted,
            events=misled,
            without="No cases in which the clinician alone was right and the AI wrong; at least 1 needed",
        ),
        proportion(
            "helped_rate",
            helped,
            helped + ignored,
            n=helped + ignored,
            events=helped,
            without="No cases in which the clinician alone was wrong and the AI right; at least 1 needed",
        ),
    )
