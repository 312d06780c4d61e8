"""The catalogs of readiness items and of gates: complete, and refused where they could not be used."""

from __future__ import annotations

from collections import Counter

import pytest

from attending.analytics.catalogs import gates as gate_catalog
from attending.analytics.catalogs import readiness
from attending.program.models import Seat


def test_every_barrier_has_items_and_every_item_five_different_grades() -> None:
    items = readiness.items()
    assert set(Counter(item.barrier for item in items).values()) == {5}
    assert len({item.key for item in items}) == len({item.statement for item in items}) == len(items)
    for item in items:
        assert item.statement.endswith("."), item.key
        assert len(set(item.grades)) == 5, item.key
        assert all(text.endswith(".") for text in item.grades), item.key
        assert item.source, item.key


def test_an_item_without_a_published_demand_says_so() -> None:
    sources = {item.key: item.source for item in readiness.items()}
    assert sources["works-without"] == readiness.OWN
    assert sources["commitment"].startswith("ORIC")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"barrier": "financial", "statement": "x", "grades": ["a"] * 5}, "which is no kind of barrier"),
        ({"barrier": "adoption", "statement": "x", "grades": ["a"] * 4}, "has 4 grades"),
    ],
)
def test_an_item_that_cannot_be_graded_is_refused(entry: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        readiness.read_item("x", entry)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unmet": "perhaps"}, "unmet as 'perhaps'"),
        ({"derived": True}, "either derived or answered by seats"),
        ({"answered_by": []}, "either derived or answered by seats"),
    ],
)
def test_a_gate_that_nobody_could_answer_is_refused(change: dict[str, object], told: str) -> None:
    entry = {
        "title": "x",
        "question": "x?",
        "why": "x.",
        "unmet": "before",
        "before": "x",
        "derived": False,
        "answered_by": ["cmio"],
        "source": "x",
    }
    assert gate_catalog.read_gate("x", entry).answered_by == ("cmio",)
    with pytest.raises(ValueError, match=told):
        gate_catalog.read_gate("x", {**entry, **change})


def test_gates_are_answered_by_seats_that_there_are() -> None:
    for gate in gate_catalog.gates().values():
        assert set(gate.answered_by) <= set(Seat.values)
