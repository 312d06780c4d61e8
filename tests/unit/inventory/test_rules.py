"""The pure rules of the inventory: what columns seem to be, how a claim stands, and what is asked of a vendor."""

from __future__ import annotations

import pytest

from attending.cards.chai import read_card, write_card
from attending.inventory.rules.claims import Standing, is_absent, standing_of
from attending.inventory.rules.importing import guess
from attending.inventory.rules.own_card import Measured, Recorded, own_card
from attending.inventory.rules.questions import Question, as_markdown
from attending.sources.spreadsheet import Column


def columns(*labels: str) -> list[Column]:
    return [Column(number, label, ()) for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("AI Tool", "Vendor Name", "Dept / Unit"), {0: "name", 1: "vendor", 2: "place"}),
        (("Application", "Use", "Use case"), {0: "name", 1: "purpose", 2: "use_case"}),
        (("Product version", "Product"), {1: "name", 0: "version"}),
        (("Tool", "Ver.", "Accountable"), {0: "name", 1: "version", 2: "owner"}),
        (("Colour", "Price"), {}),
    ],
)
def test_headings_that_speak_for_themselves(labels: tuple[str, ...], found: dict[int, str]) -> None:
    assert guess(columns(*labels)) == found


@pytest.mark.parametrize(
    ("text", "verdict", "standing"),
    [
        ("81 %", None, Standing.CLAIMED),
        ("81 %", "holds", Standing.CHECKED),
        ("81 %", "contradicted", Standing.CONTRADICTED),
        ("", None, Standing.ABSENT),
        ("null", None, Standing.ABSENT),
        ("N/A", None, Standing.ABSENT),
    ],
)
def test_how_a_claim_stands(text: str, verdict: str | None, standing: Standing) -> None:
    assert standing_of(text, verdict) is standing
    assert is_absent(text) is (standing is Standing.ABSENT)


def test_a_vendors_text_stays_text_in_our_letter() -> None:
    asked = [Question("Uses", "[Click](http://x)", "Path", "You state: # <b>free</b>.", "Because.")]
    text = as_markdown("Questions", asked)
    assert "[Click]" not in text
    assert "<b>" not in text
    assert "1\\. " not in text


def test_our_own_card_withholds_nothing_it_has_and_makes_up_nothing() -> None:
    told = Recorded(
        organisation="Harbour Health",
        name="Score",
        maker="",
        version="1",
        released_on=None,
        intended_use="",
        problems=(),
        places=(),
        measured=(
            Measured(title="AUROC", group="", value=0.8, low=None, high=None, n=40, unit="", overall=True),
            Measured(title="AUROC", group="sex female", value=0.7, low=0.6, high=0.8, n=20, unit="", overall=False),
        ),
        period="2026",
        source="log.parquet",
    )
    card = own_card(told)
    assert read_card(write_card(card)).card == card
    assert card.text("BasicInfo/ModelDeveloper") == "Not available"
    assert card.results["KeyMetrics/UsefulnessUsabilityEfficacy/Results"][0].value_json == (
        '{"kind":"single","value":0.8,"n":40}'
    )
    assert card.results["KeyMetrics/FairnessEquity/Results"][0].label == "AUROC, sex female"
    assert "Not deployed." in card.text("ModelSummary/Summary")
