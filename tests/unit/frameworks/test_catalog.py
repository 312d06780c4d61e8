"""The catalogs of frameworks: their counts as published, and what a kind of evidence may be relevant to."""

from __future__ import annotations

import pytest

from attending.analytics.catalogs.frameworks import Verified, evidence_kinds, frameworks, kinds_for
from attending.analytics.catalogs.frameworks.catalog import read_framework
from attending.analytics.catalogs.frameworks.evidence import read_kind

PUBLISHED = [
    ("ruaih", "element", 7),
    ("ruaih", "certification_area", 5),
    ("ruaih", "playbook_area", 8),
    ("nist-ai-rmf", "function", 4),
    ("nist-ai-rmf", "category", 19),
    ("nist-ai-rmf", "subcategory", 72),
    ("iso-42001", "objective", 9),
    ("iso-42001", "control", 38),
    ("chai", "lifecycle_stage", 6),
    ("chai", "principle", 5),
    ("ama", "step", 8),
]
ENTRY = {
    "short": "F",
    "title": "F",
    "publisher": "P",
    "version": "1",
    "status": "s",
    "jurisdiction": "j",
    "source_url": "u",
}


@pytest.mark.parametrize(("framework", "kind", "count"), PUBLISHED)
def test_a_framework_has_as_many_items_as_its_publisher_counts(framework: str, kind: str, count: int) -> None:
    assert frameworks()[framework].count(kind) == count


@pytest.mark.parametrize(("group", "count"), [("predictive", 31), ("evidence_based", 13)])
def test_hti_1_has_31_predictive_and_13_evidence_based_attributes(group: str, count: int) -> None:
    items = frameworks()["hti-1"].items
    assert sum(item.kind == "attribute" and item.group == group for item in items) == count


def test_the_categories_of_the_nist_core_divide_as_published() -> None:
    """Govern 19, map 18, measure 22, manage 13 subcategories (NIST AI 100-1, tables 1 to 4)."""
    asked = [item.id.split(" ")[0] for item in frameworks()["nist-ai-rmf"].asked]
    assert {name: asked.count(name) for name in dict.fromkeys(asked)} == {
        "GOVERN": 19,
        "MAP": 18,
        "MEASURE": 22,
        "MANAGE": 13,
    }


def test_annex_a_begins_each_objective_with_its_second_number() -> None:
    controls = {item.id for item in frameworks()["iso-42001"].asked}
    assert not controls & {"A.2.1", "A.5.1", "A.6.1.1", "A.6.2.1", "A.7.1", "A.7.7", "A.8.6", "A.9.5", "A.11.2"}


def test_what_was_not_verified_is_told() -> None:
    unverified = [item for each in frameworks().values() for item in each.items if item.verified is Verified.UNVERIFIED]
    assert unverified
    assert {item.verified.told for item in unverified} == {"Not verified"}


def test_one_kind_of_evidence_answers_many_frameworks() -> None:
    hazards = evidence_kinds()["hazard-log"]
    assert {"nist-ai-rmf", "dcb0160", "ruaih", "chai"} <= set(hazards.supports)


@pytest.mark.parametrize("key", list(frameworks()))
def test_every_item_a_kind_is_relevant_to_is_one_that_is_asked(key: str) -> None:
    asked = {item.id for item in frameworks()[key].asked}
    assert set(kinds_for(key)) <= asked


def test_an_identifier_given_twice_is_refused() -> None:
    item = {"id": "1", "kind": "k", "title": "t", "verified": "primary"}
    with pytest.raises(ValueError, match="stand twice: 1"):
        read_framework("f", {**ENTRY, "item": [item, item]})


def test_an_item_under_a_parent_that_is_not_there_is_refused() -> None:
    item = {"id": "1.1", "kind": "k", "title": "t", "verified": "primary", "parent": "1"}
    with pytest.raises(ValueError, match="stand under 1, which the file does not have"):
        read_framework("f", {**ENTRY, "item": [item]})


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"supports": {}}, "nobody could give it"),
        ({"elsewhere": True, "supports": {"moon": ["1"]}}, "moon, which is no framework here"),
        ({"elsewhere": True, "supports": {"ama": ["AMA-GAI:9"]}}, "AMA-GAI:9, which AMA does not ask"),
        ({"elsewhere": True, "supports": {"ama": ["moon*"]}}, "does not ask"),
    ],
)
def test_a_kind_that_cannot_be_is_refused(entry: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_kind("k", {"title": "K", "scope": "organisation", **entry}, frameworks())
