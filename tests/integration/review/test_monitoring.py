"""Control charts of a deployment: agreed with what they can see, drawn at every review, answered, retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.analytics import Stratum
from attending.analytics.control_charts import ChartDesign, FalseAlarm, Harm, PeriodCounts, Phase
from attending.ledger.models import Entry
from attending.program.models import Person
from attending.program.registries import evidence, packet, worklist
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from attending.review.actions import monitoring
from attending.review.actions.monitoring import agree_chart, answer_signal, record_event, retire_chart
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from attending.review.models import ChartPlan, ChartReading, EventKind, ReviewRun
from attending.review.one_page import one_page
from attending.review.queries import monitoring as queries
from attending.review.rules.chart_data import calendar, rows_of
from attending.review.rules.monitoring import Measured, advice, group_key, measured_by_month, monitored_signals
from attending.sources import ColumnMapping
from tests.integration.house import House
from tests.integration.review.logs import write_parquet

OE = Measured("oe", None, counted=False)
MAPPING = ColumnMapping("risk", "died", "at", key=("id",))
MONTHS = calendar("2025-01", "2026-06")
BASELINE = MONTHS[:8]


def program(months: tuple[str, ...], odds: float = 1.0, since: str = "9999-12", each: int = 200) -> list[list[str]]:
    """A calibrated score, whose outcomes have their odds multiplied from one month on: AUROC stays, O:E drifts."""
    made = []
    for month in months:
        random = Random(month)
        for number in range(each):
            risk = 0.02 + 0.5 * random.random() ** 2
            true = risk / (1 - risk) * (odds if month >= since else 1.0)
            died = random.random() < true / (1 + true)
            day = f"{month}-{1 + number % 28:02d}"
            made.append([f"{month}-{number}", f"{risk:.4f}", str(int(died)), day, "female"])
    return made


def recorded(house: House, folder: Path, months: tuple[str, ...], **changes: Any) -> ReviewRun:
    log = write_parquet(folder / f"log-{len(list(folder.iterdir()))}.parquet", program(months, **changes))
    return record_review(house.platform, house.deployment, run_review(log, MAPPING))


def design(**changes: Any) -> ChartDesign:
    told: dict[str, Any] = {
        "baseline": BASELINE,
        "harm": Harm("odds_ratio", 2.0, "Odds of the event times 2"),
        "false_alarm": FalseAlarm("probability", 0.05, 24),
        "programs": 400,
    }
    return ChartDesign("calibration_cusum", "oe", **(told | changes))


def agreed(house: House, **changes: Any) -> ChartPlan:
    return agree_chart(house.owner, house.deployment, OE, design(**changes), reason="Deaths follow its advice.")


def newest(plan: ChartPlan) -> ChartReading:
    found = queries.newest_reading(plan)
    assert found is not None
    return found


def waits_for(person: Person) -> list[str]:
    return [item.title for item in worklist.for_person(person) if "control chart" in item.title]


def state_of(house: House) -> FindingState:
    return next(each.state for each in evidence.findings(house.deployment) if each.item == "control-charts")


def test_a_planted_drift_is_found_answered_and_not_asked_again(house: House, tmp_path: Path) -> None:
    """Monthly reviews; from a month on the odds of the event double, while the score ranks as before."""
    recorded(house, tmp_path, MONTHS[:8])
    assert state_of(house) is FindingState.MISSING
    plan = agreed(house)
    setup = queries.setup_of(plan)
    assert setup is not None
    assert setup.detection is not None
    assert setup.limit.achieved <= 0.05
    stated = setup.detection.p90_periods
    assert stated is not None
    for month in MONTHS[8:12]:
        recorded(house, tmp_path, (month,))
        assert newest(plan).signals == 0
    assert state_of(house) is FindingState.MET
    assert waits_for(house.owner) == []
    seen = None
    for waited, month in enumerate(MONTHS[12 : 12 + stated], 1):
        recorded(house, tmp_path, (month,), odds=2.0, since=MONTHS[12])
        if newest(plan).signals:
            seen = waited
            break
    assert seen is not None
    assert seen <= stated
    signal = monitored_signals(queries.chart_of(newest(plan)))[-1]
    assert (signal.rule, signal.side) == ("limit", "high")
    assert waits_for(house.owner) == ["A control chart signals: O:E"]
    assert waits_for(house.operations) == []
    item = next(each for each in worklist.for_deployment(house.deployment) if "control chart" in each.title)
    assert item.due is not None
    assert timedelta(days=6) < item.due - timezone.now() <= timedelta(days=7)
    assert state_of(house) is FindingState.PARTIAL
    assert one_page(house.deployment).signals
    first = newest(plan)
    after = MONTHS[12 + seen]
    recorded(house, tmp_path, (after,), odds=2.0, since=MONTHS[12])
    assert newest(plan).asked_since == first.asked_since
    answer_signal(house.owner, plan, cause="A new ward sends sicker patients.", done="Recalibrated.")
    with pytest.raises(Refused, match="already"):
        answer_signal(house.owner, plan, cause="Again.", done="Again.")
    assert waits_for(house.owner) == []
    recorded(house, tmp_path, (MONTHS[13 + seen],), odds=2.0, since=MONTHS[12])
    assert newest(plan).signals == 0
    sections = packet.sections(house.deployment)
    assert any(each["heading"] == "Control chart: O:E" and "chart" in each for each in sections)
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert [verbs.count(verb) for verb in ("chart.agreed", "chart.signalled", "signal.answered")] == [1, 1, 1]


def test_the_baseline_stays_as_it_was(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:9])
    plan = agreed(house)
    before = queries.rows_of(newest(plan))
    recorded(house, tmp_path, MONTHS[:10], odds=3.0, since=MONTHS[0])
    after = queries.rows_of(newest(plan))
    assert after[:8] == before[:8]
    assert after[8] != before[8]
    assert [row.period for row in after] == list(MONTHS[:10])
    assert queries.chart_of(newest(plan)).setups[0] == queries.setup_of(plan)


def test_the_sums_of_a_month_come_out_of_its_recorded_review(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:1])
    (row,) = rows_of("calibration_cusum", "oe", None, queries.months(house.deployment))
    risks = [float(each[1]) for each in program(MONTHS[:1])]
    assert row.expected == pytest.approx(sum(risks), rel=1e-9)  # type: ignore[union-attr]
    assert row.variance == pytest.approx(sum(p * (1 - p) for p in risks), rel=1e-6)  # type: ignore[union-attr]


def test_new_limits_after_a_known_event(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:10])
    record_event(
        house.owner, house.deployment, happened_on=date(2025, 9, 1), kind=EventKind.UPGRADE, label="EHR upgrade"
    )
    plan = agreed(house, baseline=MONTHS[:6], phases=(Phase("2025-09", "EHR upgrade", MONTHS[8:14]),))
    assert queries.chart_of(newest(plan)).reason is not None
    recorded(house, tmp_path, MONTHS[:15], odds=1.6, since="2025-09")
    chart = queries.chart_of(newest(plan))
    assert chart.reason is None
    assert chart.setups[1] is not None
    recorded(house, tmp_path, MONTHS[:16], odds=1.6, since="2025-09")
    assert queries.chart_of(newest(plan)).setups == chart.setups
    assert queries.labelled_events(house.deployment) == {"2025-09": "EHR upgrade"}


def test_refusals_leave_nothing_behind(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="never reviewed"):
        agreed(house)
    recorded(house, tmp_path, MONTHS[:4])
    with pytest.raises(Refused, match="more needed"):
        agreed(house, baseline=MONTHS[:4])
    with pytest.raises(NotAllowed):
        agree_chart(house.administrator, house.deployment, OE, design(), reason="I want it.")
    assert not ChartPlan.objects.exists()
    recorded(house, tmp_path, MONTHS[:8])
    plan = agreed(house)
    with pytest.raises(Refused, match="retire that one first"):
        agreed(house)
    with pytest.raises(Refused, match="no signal"):
        answer_signal(house.owner, plan, cause="Nothing", done="Nothing")
    with pytest.raises(Refused, match="why"):
        retire_chart(house.owner, plan, reason=" ")
    retire_chart(house.owner, plan, reason="A new version runs.")
    recorded(house, tmp_path, MONTHS[:9])
    assert plan.readings.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.readings.update(signals=0)


def test_a_chart_that_takes_the_place_of_a_retired_one_says_so(
    house: House, visit: Callable[[Person], Client], tmp_path: Path
) -> None:
    recorded(house, tmp_path, MONTHS[:8])
    for _ in range(2):
        retire_chart(house.owner, agreed(house, programs=100), reason="Another baseline is better.")
    plan = agreed(house, programs=100)
    page = visit(house.owner).get(reverse("review:chart", args=[plan.pk])).content.decode()
    assert "Agreed after 2 earlier designs were retired" in page
    assert queries.replaced(ChartPlan.objects.earliest("pk")) == 0
    other = ChartPlan(**{name: getattr(plan, name) for name in ("deployment", "measure", "score_threshold")})
    other.agreed_at = plan.agreed_at + timedelta(days=31)
    assert queries.replaced(other) == 0


def test_a_review_that_contradicts_itself_is_kept_and_its_chart_says_so(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(house, tmp_path, MONTHS[:9])
    plan = agreed(house, programs=100)
    before = newest(plan)
    with monkeypatch.context() as broken:
        broken.setattr(monitoring, "rows_of", lambda *_, **__: PeriodCounts("2025-10", 5, 9, 1.0, 0.5))
        run = recorded(house, tmp_path, MONTHS[:10])
    after = newest(plan)
    assert after.run_id == run.pk
    assert queries.rows_of(after) == queries.rows_of(before)
    assert "could not be drawn: 2025-10: 9 events among 5 patients" in str(queries.chart_of(after).reason)
    recorded(house, tmp_path, MONTHS[:10])
    assert queries.chart_of(newest(plan)).reason is None
    assert [row.period for row in queries.rows_of(newest(plan))] == list(MONTHS[:10])


def test_what_suits_a_measure(house: House, tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:2])
    found = {each.key: each for each in measured_by_month(queries.months(house.deployment))}
    assert advice(found["oe"], 8).kinds[0] == "calibration_cusum"
    assert advice(found["auroc"], 8).kinds[0] == "measured"
    assert [advice(found["event_rate"], months).kinds[0] for months in (6, 12)] == ["p", "p_prime"]


def test_a_chart_for_a_subgroup_is_set_up_shares_its_alarms_and_is_drawn_again(
    house: House, visit: Callable[[Person], Client], tmp_path: Path
) -> None:
    """Two levels, of whom one drifts: everyone's months are quiet enough, the level's chart finds it."""

    def hand_in(months: tuple[str, ...]) -> None:
        rows = program(months)
        for at, row in enumerate(rows):
            row[4] = ("female", "male")[at % 2]
            if row[4] == "male" and row[3] >= MONTHS[9] and at % 5 < 2:
                row[2] = "1"
        log = write_parquet(tmp_path / f"levels-{len(months)}.parquet", rows)
        record_review(house.platform, house.deployment, run_review(log, replace(MAPPING, by=("sex",))))

    hand_in(MONTHS[:9])
    browser = visit(house.owner)
    here = reverse("review:plan-chart", args=[house.deployment.pk])
    page = browser.get(here).content.decode()
    assert "For whom?" in page
    male = Stratum("sex", "male")
    assert queries.groups(house.deployment) == [Stratum("sex", "female"), male]
    told = {"measure": "oe", "group": group_key(male)}
    page = browser.get(here, told).content.decode()
    assert "Observed events 25\N{NO-BREAK SPACE}% above predicted" in page
    told |= {
        "kind": "calibration_cusum",
        "first": MONTHS[0],
        "last": MONTHS[7],
        "rules": "usual",
        "false_alarm": "p05",
        "shared": "2",
        "harm": "ratio",
        "size": "1.5",
        "reference": "baseline",
    }
    page = browser.get(here, told).content.decode()
    for part in ("Of 2 such charts together", "How soon it would find a change", "2 times predicted", "Tuned to"):
        assert part in page
    page = browser.post(here, told | {"reason": "Nobody is left behind."}, follow=True).content.decode()
    assert "Control chart of O:E, sex: male" in page
    assert "1 later month was recorded already, and not shown" in page
    plan = ChartPlan.objects.get()
    assert (plan.attribute, plan.level) == ("sex", "male")
    assert queries.design_of(plan).false_alarm.charts == 2
    whole = queries.months(house.deployment)[MONTHS[0]]
    parts = [queries.months(house.deployment, group)[MONTHS[0]] for group in queries.groups(house.deployment)]
    assert sum(part.events for part in parts) == whole.events
    assert sum(part.labelled for part in parts) == whole.labelled
    hand_in(MONTHS[:13])
    assert newest(plan).signals
    assert waits_for(house.owner) == ["A control chart signals: O:E, sex: male"]
    calm = agree_chart(
        house.owner,
        house.deployment,
        replace(OE, group=Stratum("sex", "female")),
        design(),
        reason="The same for them.",
    )
    assert newest(calm).signals == 0
    page = browser.get(reverse("review:charts", args=[house.deployment.pk])).content.decode()
    assert "Together, 2 charts give a false alarm in" in page


def test_the_pages_from_plan_to_answer(house: House, visit: Callable[[Person], Client], tmp_path: Path) -> None:
    recorded(house, tmp_path, MONTHS[:12], odds=3.0, since=MONTHS[9])
    browser = visit(house.owner)
    here = reverse("review:plan-chart", args=[house.deployment.pk])
    empty = browser.get(reverse("review:charts", args=[house.deployment.pk]))
    assert "No control chart is agreed" in empty.content.decode()
    assert "Which measure?" in browser.get(here).content.decode()
    assert "recommended" in browser.get(here, {"measure": "oe"}).content.decode()
    told = {
        "measure": "oe",
        "kind": "calibration_cusum",
        "first": MONTHS[0],
        "last": MONTHS[7],
        "rules": "usual",
        "false_alarm": "p05",
        "harm": "odds_ratio",
        "size": "1.5",
        "reference": "baseline",
    }
    page = browser.get(here, told).content.decode()
    for part in ("False alarms", "Monte Carlo error", "Found, in nine of ten", "Agree this chart"):
        assert part in page
    assert "4 later months are judged once the chart is agreed" in page
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert "Aug 2025" in figure
    for later in ("Sep 2025", "Oct 2025", "signal"):
        assert later not in figure.replace("no signal", "")
    assert "looks for odds" in browser.get(here, told | {"harm": "shift"}).content.decode()
    assert browser.post(here, told).status_code == 422
    page = browser.post(here, told | {"reason": "Deaths follow its advice."}, follow=True).content.decode()
    assert "O:E: signal." in page
    assert "waits for an answer" in page
    plan = ChartPlan.objects.get()
    done = {"cause": "Another laboratory.", "done": "Recalibrated."}
    page = browser.post(reverse("review:answer", args=[plan.pk]), done, follow=True).content.decode()
    assert "Another laboratory." in page
    assert "Signal, answered" in page
    assert b"calibration" in browser.get(reverse("review:chart-json", args=[plan.pk])).content
    assert b"2025-10" in browser.get(reverse("review:chart-csv", args=[plan.pk])).content
    known = {"happened_on": "2025-10-05", "kind": "upgrade", "label": "EHR upgrade"}
    page = browser.post(reverse("review:event", args=[house.deployment.pk]), known, follow=True).content.decode()
    assert "(1) Oct 2025: EHR upgrade" in page
    browser.post(reverse("review:retire-chart", args=[plan.pk]), {"reason": "A new version runs."})
    page = browser.get(reverse("review:charts", args=[house.deployment.pk])).content.decode()
    assert "A new version runs." in page


def test_units_are_compared(house: House, visit: Callable[[Person], Client], tmp_path: Path) -> None:
    browser = visit(house.owner)
    here = reverse("review:use-case-charts", args=[house.use_case.pk])
    assert "No unit is reviewed yet" in browser.get(here).content.decode()
    recorded(house, tmp_path, MONTHS[:2])
    page = browser.get(here).content.decode()
    assert "O:E by unit" in page
    assert "4 West" in page
