"""The catalogs say of each field and attribute what it is, in the order of their sources."""

from __future__ import annotations

import pytest

from attending.cards.chai import CardRefused, FieldKind, ModelCard, fields, section_title, write_card
from attending.cards.hti1 import Dsi, answers_from_card, attributes, catalog, group_title
from tests.unit.cards.cards import full_card, with_text


def test_the_fields_of_a_card() -> None:
    kinds = [each.kind for each in fields().values()]
    assert (len(kinds), kinds.count(FieldKind.LIST), kinds.count(FieldKind.RESULTS)) == (56, 2, 3)
    assert sum(each.optional for each in fields().values()) == 9
    assert all(each.help.endswith(".") and each.title for each in fields().values())
    assert section_title("ReleaseInfo") == "Release"


def test_a_card_that_lacks_a_field_is_not_written() -> None:
    with pytest.raises(CardRefused, match="BasicInfo/ModelName: the field is missing"):
        write_card(ModelCard())
    with pytest.raises(CardRefused, match="Price: no card has this field"):
        write_card(ModelCard({**full_card().texts, "Price": "1"}, full_card().lists, full_card().results))
    with pytest.raises(CardRefused, match="a character that XML cannot hold"):
        write_card(with_text(full_card(), Summary="\x00"))
    with pytest.raises(KeyError):
        full_card().text("Price")


def test_31_predictive_and_13_evidence_based_attributes() -> None:
    assert (len(attributes()), len(attributes(Dsi.EVIDENCE_BASED))) == (31, 13)
    assert len(catalog().groups) == 9
    assert {each.verified for each in catalog().attributes.values()} == {"mirror"}
    assert all(path in fields() for each in attributes() for path in each.card)
    assert group_title(attributes()[0]) == "Details and output"


def test_a_card_answers_some_attributes_and_leaves_blanks_blank() -> None:
    found = answers_from_card(with_text(full_card(), FundingSource=" "))
    assert "170.315(b)(11)(iv)(B)(1)(ii)" not in found
    assert found["170.315(b)(11)(iv)(B)(1)(i)"] == "About developer.\n\nAbout contact at the developer."
