"""What an organisation can carry, as it is entered and kept."""

from __future__ import annotations

import json

import pytest
from django import forms

from attending.program.models import Site, Unit
from attending.program.rules import Refused
from attending.strategy.forms.amounts import AmountsField, spread, written
from attending.strategy.forms.unit_lines import UnitLinesField
from attending.strategy.rules.roadmap_limits import from_document, to_document
from tests.unit.strategy.facts import limits


def test_limits_are_kept_without_loss() -> None:
    kept = limits(3, load=5, load_by_unit={4: 2}, most_high=2, money=(100.0, None, 80.5))
    assert from_document(json.loads(json.dumps(to_document(kept)))) == kept


def test_a_limit_that_does_not_fit_the_quarters_is_refused() -> None:
    with pytest.raises(Refused, match="Money: 3 amounts for 4 quarters"):
        limits(3).require(4)
    with pytest.raises(Refused, match="Money: -1 is no limit"):
        limits(1, money=(-1.0,)).require(1)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [("300", [300.0]), ("", [None]), ("-", [None]), ("300, 250.5,-", [300.0, 250.5, None])],
)
def test_amounts_are_read_as_written(text: str, amounts: list[float | None]) -> None:
    assert AmountsField(label="Money").clean(text) == amounts
    assert AmountsField(label="Money").clean(written(amounts)) == amounts


@pytest.mark.parametrize(
    ("text", "named"), [("300, lots", "Amount 2, 'lots'"), ("-5", "Amount 1, '-5'"), ("inf", "'inf'")]
)
def test_an_amount_that_is_none_is_named(text: str, named: str) -> None:
    with pytest.raises(forms.ValidationError, match=named):
        AmountsField(label="Money").clean(text)


def test_one_amount_stands_for_every_quarter() -> None:
    assert spread([300.0], 3) == (300.0,) * 3
    assert spread([300.0, 200.0], 3) == (300.0, 200.0), "a list is not stretched; the action refuses it"


def lines() -> UnitLinesField:
    field = UnitLinesField(lowest=1, highest=5, label="Loads")
    north, south = Site(pk=1, name="North"), Site(pk=2, name="South")
    field.know(
        [Unit(pk=1, name="Ward", site=north), Unit(pk=2, name="Ward", site=south), Unit(pk=3, name="ED", site=north)]
    )
    return field


def test_units_are_read_by_line() -> None:
    field = lines()
    found = field.clean("ED, 3\n\nward (north), 1")
    assert {unit.pk: load for unit, load in found.items()} == {3: 3, 1: 1}
    assert field.clean(field.lines({3: 3, 1: 1})) == found
    assert field.clean("") == {}


def test_each_wrong_line_is_named_with_what_is_expected() -> None:
    with pytest.raises(forms.ValidationError) as refused:
        lines().clean("ICU, 3\nED, 9\nED\nED, 2\nED, 3")
    assert [message.partition(".")[0] for message in refused.value.messages] == [
        "Line 1: 'ICU' is no unit",
        "Line 2: '9' is no number for ED; give a whole number from 1 to 5",
        "Line 3: 'ED' is no unit",
        "Line 5: ED stands there twice; give each unit once",
    ]
