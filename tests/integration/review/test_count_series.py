"""Counts handed in for control charts: read, added to, charted, and drawn again at every hand-over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from attending.analytics.control_charts import EventCount, Measurement
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.review.actions.monitoring import hand_in_counts
from attending.review.models import ChartPlan, CountHandover, CountSeries, SeriesKind
from attending.review.queries import monitoring as queries
from attending.review.rules.chart_data import calendar
from attending.review.rules.count_series import added, read_rows, series_rows
from tests.integration.house import House

MONTHS = calendar("2025-01", "2026-03")
TODAY = date(2026, 6, 1)
FIRST = date(2024, 1, 3)


def by_month(months: tuple[str, ...], worse_from: str = "9999-12") -> str:
    lines = []
    for month in months:
        random = Random(month)
        exposure = random.randint(900, 1100)
        events = round(exposure * (0.09 if month >= worse_from else 0.03) * random.uniform(0.9, 1.1))
        lines.append(f"{month},{events},{exposure}")
    return "\n".join(["month,events,exposure", *lines])


def by_date(count: int, close_from: int = 10_000) -> str:
    day, random, lines = FIRST, Random(1), []
    for number in range(count):
        lines.append(f"{day.isoformat()},{random.randint(80, 120)}")
        day += timedelta(days=1 if number >= close_from else random.randint(20, 45))
    return "\n".join(["date,since", *lines])


def hand_in(
    house: House, text: str, kind: SeriesKind, name: str = "Alerts", unit: str = "patient-days"
) -> CountHandover:
    return hand_in_counts(
        house.platform, house.deployment, name=name, kind=kind, unit=unit, file_name="counts.csv", content=text.encode()
    )


def test_every_wrong_line_is_told() -> None:
    with pytest.raises(Refused, match="names the columns month, events, exposure"):
        read_rows(SeriesKind.EXPOSURE, "month,alerts\n2026-01,3", TODAY)
    text = "month,events,exposure\n2026-13,1,9\n2026-02,x,9\n2026-03,4,0\n2026-04,1,nan\n2026-05,1\n2027-01,1,1"
    with pytest.raises(Refused) as refused:
        read_rows(SeriesKind.EXPOSURE, text, TODAY)
    for line in range(2, 8):
        assert f"Line {line} " in str(refused.value)
    with pytest.raises(Refused, match="2026-01 is given twice"):
        read_rows(SeriesKind.EXPOSURE, "month,events,exposure\n2026-01,1,9\n2026-01,2,9", TODAY)
    with pytest.raises(Refused, match="Line 2 has 'May'"):
        read_rows(SeriesKind.DATES, "date\nMay", TODAY)
    with pytest.raises(Refused, match="lies ahead"):
        read_rows(SeriesKind.DATES, "date\n2026-06-02", TODAY)


def test_entries_of_months_and_of_events() -> None:
    kept = read_rows(SeriesKind.EXPOSURE, "month,events,exposure\n2026-03,4,90.5\n2026-01,3,100", TODAY)
    assert series_rows("u", kept) == (
        EventCount("2026-01", 3, 100.0),
        EventCount("2026-02", 0, 0.0),
        EventCount("2026-03", 4, 90.5),
    )
    assert added(SeriesKind.EXPOSURE, kept, [["2026-03", 5, 90.5]])[-1] == ["2026-03", 5, 90.5]
    dated = read_rows(SeriesKind.DATES, "date,since\n2026-01-01,\n2026-01-11,7\n2026-01-11,0", TODAY)
    assert series_rows("t", dated) == (Measurement("2026-01-11", 10.0, 1.0), Measurement("2026-01-11 (2)", 0.0, 1.0))
    assert [row.value for row in series_rows("g", dated) if isinstance(row, Measurement)] == [7.0, 0.0]
    assert added(SeriesKind.DATES, dated, [*dated, ["2026-02-01", 9]])[-1] == ["2026-02-01", 9]
    with pytest.raises(Refused, match="known up to 2026-01-11"):
        added(SeriesKind.DATES, dated, [["2026-01-05", 9]])


def test_alerts_per_patient_day_from_hand_over_to_signal(house: House, visit: Callable[[Person], Client]) -> None:
    browser = visit(house.platform)
    address = reverse("review:counts", args=[house.deployment.pk])
    file = SimpleUploadedFile("alerts.csv", by_month(MONTHS[:12]).encode())
    told = {"name": "Alerts", "kind": "exposure", "unit": "patient-days", "counts": file}
    page = browser.post(address, told, follow=True).content.decode()
    assert "Counts handed in" in page
    assert "patient-days" in page
    owner = visit(house.owner)
    series = CountSeries.objects.get()
    here = reverse("review:plan-chart", args=[house.deployment.pk])
    assert "Alerts" in owner.get(here).content.decode()
    design = {"measure": f"series:{series.pk}"}
    assert "u&#x27; chart (Laney) (recommended)" in owner.get(here, design).content.decode()
    design |= {
        "kind": "u",
        "first": MONTHS[0],
        "last": MONTHS[7],
        "rules": "usual",
        "false_alarm": "p05",
        "harm": "ratio",
        "size": "1.5",
        "reason": "Alert fatigue.",
    }
    page = owner.get(here, design).content.decode()
    assert "Alerts 50\N{NO-BREAK SPACE}% above its baseline" in page
    page = owner.post(here, design, follow=True).content.decode()
    assert "Control chart of Alerts" in page
    assert "units of exposure" in page
    plan = ChartPlan.objects.get()
    first = queries.newest_reading(plan)
    assert first is not None
    assert (first.run, first.signals) == (None, 0)
    hand_in(house, by_month(MONTHS, worse_from=MONTHS[13]), SeriesKind.EXPOSURE)
    after = queries.newest_reading(plan)
    assert after is not None
    assert after.signals
    assert queries.rows_of(after)[:8] == queries.rows_of(first)[:8]
    for name in ("chart", "chart-csv", "chart-json"):
        assert owner.get(reverse(f"review:{name}", args=[plan.pk])).status_code == 200
    done = {"cause": "A new threshold.", "done": "Set back."}
    page = owner.post(reverse("review:answer", args=[plan.pk]), done, follow=True).content.decode()
    assert "Signal, answered" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        CountHandover.objects.update(source="another.csv")


def test_rare_harm_by_the_time_between_its_dates(house: House, visit: Callable[[Person], Client]) -> None:
    hand_in(house, by_date(16), SeriesKind.DATES, "Delayed rescue", "")
    with pytest.raises(Refused, match="is known here as dates of rare events"):
        hand_in(house, by_month(MONTHS), SeriesKind.EXPOSURE, "Delayed rescue")
    with pytest.raises(NotAllowed):
        hand_in_counts(
            house.administrator,
            house.deployment,
            name="x",
            kind=SeriesKind.DATES,
            unit="",
            file_name="x",
            content=by_date(3).encode(),
        )
    owner = visit(house.owner)
    here = reverse("review:plan-chart", args=[house.deployment.pk])
    labels = [row.period for row in series_rows("t", CountHandover.objects.get().rows)]
    design = {
        "measure": f"series:{CountSeries.objects.get().pk}",
        "kind": "t",
        "first": labels[0],
        "last": labels[11],
        "rules": "usual",
        "false_alarm": "p05",
        "harm": "ratio",
        "size": "3",
        "reason": "Every case counts.",
    }
    for kind in ("g", "t"):
        page = owner.get(here, design | {"kind": kind}).content.decode()
        assert "3 times its baseline" in page
        assert "24 events" in page
    page = owner.post(here, design, follow=True).content.decode()
    assert "no signal in 3 events" in page
    hand_in(house, by_date(24, close_from=17), SeriesKind.DATES, "Delayed rescue", "")
    reading = queries.newest_reading(ChartPlan.objects.get())
    assert reading is not None
    assert reading.signals
    page = owner.get(reverse("review:charts", args=[house.deployment.pk])).content.decode()
    assert "Delayed rescue: signal" in page
