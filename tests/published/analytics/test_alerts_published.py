"""Alerts under capacity as printed in papers: realised net benefit, the Epic Sepsis Model, Erlang's delay formula."""

from __future__ import annotations

import pytest

from attending.analytics.alert_queue import draw_cohort, erlang_c, from_preset, read_workload, what_if
from attending.analytics.catalogs.alert_presets import alert_presets
from attending.analytics.realised_net_benefit import realised_net_benefit

RISKS = (0.8, 0.7, 0.6, 0.5, 0.3, 0.2, 0.1, 0.1, 0.05, 0.01)
OUTCOMES = (1, 1, 0, 1, 1, 0, 0, 0, 1, 0)


def test_the_realised_net_benefit_of_singh_shah_and_vickers_2023():
    """JAMIA 30(4):668-673; the example of the authors' R package modelrecon (its README, seen): net benefit at 0.2 is
    0.35; with a capacity of 3 it is 0.175; acting beyond it from 0.5 on makes 0.275."""
    free = realised_net_benefit(RISKS, OUTCOMES, 0.2, capacity=10)
    assert (free.ignoring_capacity, free.realised) == (pytest.approx(0.35), pytest.approx(0.35))
    absolute = realised_net_benefit(RISKS, OUTCOMES, 0.2, capacity=3)
    assert absolute.realised == pytest.approx(0.175)
    assert (absolute.ignoring_capacity, absolute.flagged, absolute.acted) == (pytest.approx(0.35), 6, 3)
    relative = realised_net_benefit(RISKS, OUTCOMES, 0.2, capacity=3, beyond=0.5)
    assert relative.realised == pytest.approx(0.275)
    assert (relative.within_capacity, relative.beyond_capacity) == (3, 1)


def test_the_epic_sepsis_model_of_wong_2021():
    """JAMA Intern Med 181(8):1065-1070: 2,552 of 38,455 hospitalisations with sepsis, 6,971 alerts at 6 or more, 1,709
    missed; sensitivity 33 %, specificity 83 %, PPV 12 %, NPV 95 % (abstract seen); the 2x2 table follows from these."""
    preset = alert_presets()["epic-sepsis-v1"]
    tp, fp, fn, tn = preset.table
    assert (tp, fp, fn, tn) == (843, 6_128, 1_709, 29_775)
    assert (tp + fn, tp + fp, sum(preset.table)) == (2_552, 6_971, 38_455)
    assert round(preset.sensitivity, 3) == 0.330
    assert round(preset.specificity, 2) == 0.83
    assert round(tp / (tp + fp), 3) == 0.121
    assert round(tn / (tn + fn), 2) == 0.95
    assert round((tp + fp) / tp, 2) == 8.27
    assert not preset.verified
    assert "not verified" in preset.label


def test_the_epic_sepsis_model_gives_these_figures_in_a_simulation():
    """The preset's curve passes through the published point, and simulated alerts agree within their error."""
    validation = from_preset("epic-sepsis-v1")
    false, true = validation.flagged(validation.operating)
    assert (true, false) == (pytest.approx(843), pytest.approx(6_128))
    asked = read_workload(
        {
            "validation": {"preset": "epic-sepsis-v1"},
            "arrivals": {"by_hour": [50.0] * 24},
            "shifts": [{"name": "always", "begins": "00:00", "ends": "00:00"}],
            "teams": [{"name": "team", "people": {"always": 5}}],
            "handling": {"minutes": 10},
            "deadline": {"minutes": 60},
            "run": {"days": 30, "replications": 10},
        }
    )
    found = what_if(draw_cohort(asked), validation.operating, asked.teams[0])
    assert found.evaluated_per_case.value == pytest.approx(8.27, rel=0.02)
    assert found.ppv.value == pytest.approx(0.121, rel=0.02)
    assert found.sensitivity.value == pytest.approx(0.330, rel=0.02)


def test_the_county_emergency_departments():
    """JAMIA Open 2024 (abstract): sensitivity 14.7 %, specificity 95.3 %, PPV 7.6 %, NPV 97.7 %, alerts in 4.9 %."""
    validation = from_preset("epic-sepsis-v1-county-ed")
    false, true = validation.flagged(validation.operating)
    assert true / (false + true) == pytest.approx(0.076, abs=0.0005)
    assert (false + true) / validation.people == pytest.approx(0.049, abs=0.0006)
    below = validation.weights.sum(axis=0) - (false, true)
    assert below[0] / below.sum() == pytest.approx(0.977, abs=0.0005)


@pytest.mark.parametrize(
    ("people", "offered", "must_wait"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9)],
)
def test_erlang_s_delay_formula(people, offered, must_wait):
    """Erlang 1917; the closed forms for one to three people, a^c/c! c/(c-a) over the sum, worked by hand."""
    found = erlang_c(offered, 1.0, people)
    assert found.must_wait == pytest.approx(must_wait)
    assert found.mean_wait == pytest.approx(must_wait / (people - offered))
