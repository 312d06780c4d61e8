"""Blanks, words that say nothing, bare zeros and estimates without an interval are pointed out."""

from __future__ import annotations

import pytest

from attending.cards.chai import EstimateCi, Flaw, MeanSd, Other, Single, Value, findings, parse_value, said
from tests.unit.cards.cards import FAIRNESS, full_card, with_results, with_text, without


def test_a_full_card_has_no_weak_point() -> None:
    assert findings(full_card()) == ()


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.BLANK),
        (" \n ", Flaw.BLANK),
        ("N/A", Flaw.SAYS_NOTHING),
        ("None.", Flaw.SAYS_NOTHING),
        ("not available", Flaw.SAYS_NOTHING),
        ("\u2014", Flaw.SAYS_NOTHING),
    ],
)
def test_a_text_that_tells_nothing(text: str, flaw: Flaw) -> None:
    found = findings(with_text(full_card(), FundingSource=text))
    assert [(each.path.rpartition("/")[2], each.flaw) for each in found] == [("FundingSource", flaw)]


def test_none_as_the_beginning_of_a_sentence_says_something() -> None:
    assert findings(with_text(full_card(), FundingSource="None of the authors was paid.")) == ()


def test_what_the_format_lets_out_is_asked_for() -> None:
    found = findings(without(full_card(), "Resources/ClinicalTrial"))
    assert [(each.path, each.flaw) for each in found] == [("Resources/ClinicalTrial", Flaw.LEFT_OUT)]


@pytest.mark.parametrize(
    ("value", "flaw", "told"),
    [
        ({"kind": "single", "value": 0}, Flaw.BARE_ZERO, "is a bare 0, without unit, n or interval"),
        ({"kind": "single", "value": 0.0}, Flaw.BARE_ZERO, "how many patients"),
        ({"kind": "single", "value": 0, "unit": "deaths"}, Flaw.NO_INTERVAL, "0 deaths, without an interval"),
        ({"kind": "single", "value": 0, "n": 30}, Flaw.NO_INTERVAL, "0, n 30, without an interval."),
        ({"kind": "single", "value": 0.8}, Flaw.NO_INTERVAL, "or on how many patients it rests"),
        (
            {"kind": "estimate_ci", "estimate": 5, "lower": 1, "upper": 2, "level": 95},
            Flaw.OUT_OF_ORDER,
            "the estimate is not inside its interval",
        ),
        ({"kind": "median", "value": 3}, Flaw.NOT_READ, "no value of a known shape"),
        ("0.8", Flaw.NOT_READ, "\u201c0.8\u201d"),
        (None, Flaw.BLANK, "has no value"),
        ("n/a", Flaw.BLANK, "has no value"),
    ],
)
def test_a_weak_value(value: object, flaw: Flaw, told: str) -> None:
    found = findings(with_results(full_card(), FAIRNESS, ("Significance vs age", value)))
    assert [(each.path, each.label, each.flaw) for each in found] == [(FAIRNESS, "Significance vs age", flaw)]
    assert told in found[0].sentence


@pytest.mark.parametrize(
    "value", [{"kind": "mean_sd", "mean": 67, "sd": 12.8}, {"kind": "single", "value": 9, "unit": "cases"}]
)
def test_a_description_is_no_weak_value(value: object) -> None:
    assert findings(with_results(full_card(), FAIRNESS, ("Age", value))) == ()


def test_how_many_patients_may_stand_in_the_text_beside() -> None:
    card = with_results(full_card(), FAIRNESS, ("Accuracy", {"kind": "single", "value": 0.8}))
    found = findings(with_text(card, Interpretation="Overall n=350."))
    assert found[0].sentence == "Accuracy is 0.8, without an interval."


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ('{"kind":"single","value":0.58,"unit":"mm"}', Single(0.58, "mm"), "0.58 mm"),
        (
            '{"kind":"estimate_ci","estimate":96.15,"lower":90.44,"upper":98.94,"level":95,"unit":"%"}',
            EstimateCi(96.15, 90.44, 98.94, 95, "%"),
            "96.15 % (90.44 to 98.94, 95 % interval)",
        ),
        (
            '{"kind":"mean_sd","mean":67.4,"sd":12.8,"unit":"years","n":1204}',
            MeanSd(67.4, 12.8, "years", 1204),
            "mean 67.4 years, standard deviation 12.8, n 1,204",
        ),
        ("about four in five", Other("about four in five"), "about four in five"),
    ],
)
def test_the_shapes_of_values(text: str, value: Value, words: str) -> None:
    assert parse_value(text) == value
    assert said(value) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "true",
        '{"kind":"single","value":true}',
        '{"kind":"single","value":"0.8"}',
        '{"kind":"single","value":1e999}',
        '{"kind":"single","value":NaN}',
        f'{{"kind":"single","value":1{"0" * 400}}}',
        '{"kind":"single","value":1,"why":"because"}',
        '{"kind":"single","value":1,"unit":7}',
        '{"kind":"single","value":1,"n":-3}',
        '{"kind":["single"],"value":1}',
        '{"kind":"estimate_ci","estimate":1,"lower":0,"upper":2}',
        "[" * 100_000,
    ],
)
def test_any_other_value_is_kept_as_its_text(text: str) -> None:
    assert parse_value(text) == Other(text)
