"""The catalog of published operating points: each has its source, its version, and says what it is."""

from __future__ import annotations

import pytest

from attending.analytics.alert_queue import from_preset
from attending.analytics.catalogs.alert_presets import alert_presets

every_preset = pytest.mark.parametrize("preset", alert_presets().values(), ids=alert_presets())


@every_preset
def test_a_preset_says_where_it_comes_from_and_that_it_is_an_aggregate(preset):
    assert preset.version >= 1
    assert preset.source
    assert preset.printed
    assert preset.note
    assert "aggregate from the literature" in preset.label
    assert preset.source in preset.label
    assert ("not verified" in preset.label) is not preset.verified


@every_preset
def test_a_preset_makes_a_validation_through_its_point(preset):
    found = from_preset(preset.key)
    false, true = found.flagged(found.operating)
    assert found.aggregate
    assert found.source == preset.label
    assert true / found.events == pytest.approx(preset.sensitivity)
    assert 1 - false / (found.people - found.events) == pytest.approx(preset.specificity)
    assert found.events / found.people == pytest.approx(preset.prevalence)


def test_an_unknown_preset_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="no preset 'x'; there are epic-sepsis-v1, epic-sepsis-v1-county-ed"):
        from_preset("x")
