"""Whatever a card holds, writing and reading it gives it back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attending.cards.chai import FieldKind, MetricResult, ModelCard, changes, fields, findings, read_card, write_card

# Every character that XML 1.0 can hold.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\t\n\r &<>\"']"),
        st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    ),
    max_size=30,
)
RESULTS = st.lists(st.builds(MetricResult, TEXTS, TEXTS), min_size=1, max_size=4).map(tuple)


@st.composite
def cards(draw: st.DrawFn) -> ModelCard:
    """Cards with any texts, with or without what may be left out."""
    kept = [each for each in fields().values() if not each.optional or draw(st.booleans())]
    seeds = draw(st.lists(TEXTS, min_size=8, max_size=8))
    texts = {each.path: seeds[at % 8] for at, each in enumerate(kept) if each.kind is FieldKind.TEXT}
    lists = {each.path: tuple(draw(st.lists(TEXTS, max_size=3))) for each in kept if each.kind is FieldKind.LIST}
    results = {each.path: draw(RESULTS) for each in kept if each.kind is FieldKind.RESULTS}
    return ModelCard(texts, lists, results)


@given(cards())
def test_a_card_comes_back_as_it_was(card: ModelCard) -> None:
    written = write_card(card)
    read = read_card(written)
    assert read.card == card
    assert read.notes == ()
    assert write_card(read.card) == written


@given(cards(), cards())
def test_cards_differ_exactly_where_they_are_not_equal(one: ModelCard, other: ModelCard) -> None:
    assert changes(one, one) == ()
    if set(one.texts) != set(other.texts) or one.texts != other.texts:
        assert changes(one, other)


@given(cards())
def test_any_card_can_be_checked(card: ModelCard) -> None:
    assert all(finding.path in fields() and finding.sentence.endswith(".") for finding in findings(card))
