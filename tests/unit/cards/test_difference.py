"""What changed between two cards is told field by field, metric results by their labels."""

from __future__ import annotations

from dataclasses import replace

from attending.cards.chai import Change, changes
from tests.unit.cards.cards import SENSITIVITY, USEFULNESS, full_card, with_results, with_text, without


def test_a_card_does_not_differ_from_itself() -> None:
    assert changes(full_card(), full_card()) == ()


def test_texts_lists_and_what_comes_or_goes() -> None:
    before = without(full_card(), "Resources/ClinicalTrial")
    after = without(with_text(full_card(), ReleaseVersion="2.0"), "ReleaseInfo/RegulatoryApproval")
    after = replace(after, lists={**after.lists, "ModelSummary/Keywords": ("deterioration", "wards")})
    assert changes(before, after) == (
        Change("ReleaseInfo/ReleaseVersion", "", "1.0", "2.0"),
        Change("ReleaseInfo/RegulatoryApproval", "", "About regulatory approval.", None),
        Change("ModelSummary/Keywords", "", "deterioration", "deterioration; wards"),
        Change("Resources/ClinicalTrial", "", None, "About clinical trials."),
    )


def test_metric_results_are_matched_by_label_and_said_in_words() -> None:
    before = with_results(full_card(), USEFULNESS, ("PPV", {"kind": "single", "value": 0.2}), ("NPV", None))
    after = with_results(full_card(), USEFULNESS, ("NPV", None), ("PPV", {"kind": "single", "value": 0.3}))
    after = replace(after, results={**after.results, USEFULNESS: (*after.results[USEFULNESS], SENSITIVITY)})
    assert changes(before, after) == (
        Change(USEFULNESS, "PPV", "0.2", "0.3"),
        Change(USEFULNESS, "Sensitivity", None, "81.5 % (77.2 to 85.1, 95 % interval), n 412"),
    )


def test_two_results_of_one_label_are_told_apart_by_their_order() -> None:
    one = with_results(full_card(), USEFULNESS, ("PPV", "a"), ("PPV", "b"))
    other = with_results(full_card(), USEFULNESS, ("PPV", "a"))
    assert changes(one, other) == (Change(USEFULNESS, "PPV", "b", None),)
