"""The catalog of measures."""

from __future__ import annotations

import dataclasses

import pytest

from attending.analytics.catalogs import measures


def test_the_catalog_is_read_once_and_cannot_be_changed() -> None:
    assert measures() is measures()
    with pytest.raises(TypeError):
        measures()["auroc"] = measures()["oe"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        measures()["auroc"].title = "ROC"


def test_each_measure_tells_how_it_is_read() -> None:
    for name, measure in measures().items():
        assert measure.id == name
        assert measure.definition.endswith(".")
        assert measure.source
        assert measure.interval
    assert measures()["oe"].direction == "target"
    assert measures()["oe"].ideal == 1
    assert measures()["auroc"].null == 0.5
    assert measures()["flag_rate"].direction == "none"
    assert measures()["brier"].null is None


def test_a_tier_of_the_guidance_tells_where_it_was_read() -> None:
    found = measures()
    assert {m.id for m in found.values() if m.van_calster_basis == "abstract"} == {"auroc", "net_benefit"}
    assert all((m.van_calster is None) == (m.van_calster_basis is None) for m in found.values())
    assert found["auroc"].van_calster == "recommended"
    assert (found["auprc"].van_calster, found["auprc"].van_calster_basis) == ("caution", "reported")
    assert {found[name].van_calster for name in ("sensitivity", "specificity", "ppv", "npv")} == {"optional"}
    assert {found[name].van_calster for name in ("flag_rate", "nne", "e50", "e90")} == {None}
    assert not {"f1", "balanced_accuracy", "mcc"} & set(found)
