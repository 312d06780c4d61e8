"""The review page: what is asked, what changed, the charts, every number, and what all of it rests on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from attending.program.models import Deployment, Organisation, Person
from attending.program.registries.pages import url_of
from attending.review import kept
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from tests.integration.house import House
from tests.integration.review.logs import MAPPING, months_before, review, rows, write

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]

Visit = Callable[[Person], Client]


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def address(house: House) -> str:
    return url_of(house.deployment)


def test_a_deployment_never_reviewed_says_how_to_begin(house: House, visit: Visit) -> None:
    page = shown(visit(house.nurse), address(house))
    assert "Not reviewed yet" in page
    assert "attending review run LOG --score SCORE --outcome OUTCOME --time TIME --by UNIT --deployment " in page
    assert "Review a file" not in page
    assert "Review a file" in shown(visit(house.platform), address(house))


def test_a_first_review_has_nothing_to_compare_with(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, ("2026-03", "2026-04"))
    page = shown(visit(house.nurse), address(house))
    assert "This is the first review" in page
    assert run.source_sha256[:12] in page
    assert "240 rows read = 240 loaded + 0 duplicate + 0 quarantined" in page
    assert "Exact: " in page
    assert "by Pat Platform" in page
    assert "Does it work for everybody?" in page
    assert page.count('role="img"') == 16  # two charts stand alone here and come in two widths


def test_months_that_are_new_are_named_and_no_change_is_said(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-02", "2026-03"))
    review(house, tmp_path, ("2026-02", "2026-03", "2026-04"))
    page = shown(visit(house.nurse), address(house))
    assert "Apr 2026 is new (n 360, before 240)" in page
    assert "No clear change" in page


def test_a_clear_change_is_told_with_both_intervals(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-02", "2026-03"))
    review(house, tmp_path, ("2026-02", "2026-03"), sharp=False)
    page = shown(visit(house.nurse), address(house))
    assert re.search(r"AUROC fell from 0\.\d+ \(0\.\d+ to 0\.\d+\) to 0\.\d+ \(0\.\d+ to 0\.\d+\), n 240\.", page)
    assert "No clear change" not in page


def test_what_is_asked_comes_first(house: House, visit: Visit, tmp_path: Path) -> None:
    house.agree(stop_low=0.7, warn_low=0.75)
    review(house, tmp_path, months_before(timezone.localdate(), 3), sharp=False)
    page = shown(visit(house.nurse), address(house))
    assert page.index("passed its stop limit") < page.index("What changed") < page.index("Are its risks right?")
    assert 'href="/decisions/' in page
    assert "AUROC is past its stop limit 0.700" in page
    assert "Past a stop limit" in page


def test_a_limit_that_was_crossed_since_is_told_as_crossed(house: House, visit: Visit, tmp_path: Path) -> None:
    house.agree(stop_low=0.7, warn_low=0.72)
    months = months_before(timezone.localdate(), 3)
    review(house, tmp_path, months)
    review(house, tmp_path, months, sharp=False)
    assert "AUROC passed its stop limit 0.700" in shown(visit(house.nurse), address(house))
    review(house, tmp_path, months)
    assert "AUROC is back within its limits" in shown(visit(house.nurse), address(house))


def test_an_earlier_review_is_held_against_limits_by_its_own_numbers(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    house.agree(stop_low=0.7, warn_low=0.72)
    months = months_before(timezone.localdate(), 3)
    first = review(house, tmp_path, months)
    review(house, tmp_path, months, sharp=False)
    stats = shown(visit(house.nurse), f"/reviews/runs/{first.pk}/").partition('class="stats"')[2].partition("<h2")[0]
    assert "Within limits" in stats
    assert "Past a stop limit" not in stats


def test_where_dates_are_made_up_it_stands_beside_them(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03",))
    assert "About these dates" not in shown(visit(house.nurse), address(house))
    house.use_case.provenance = "Dates are <made> up."
    house.use_case.save(update_fields=["provenance"])
    page = shown(visit(house.nurse), address(house))
    assert page.index("The evidence") < page.index("Dates are &lt;made&gt; up.") < page.index("<figure")


def test_an_earlier_review_is_shown_as_it_was(house: House, visit: Visit, tmp_path: Path) -> None:
    first = review(house, tmp_path, ("2026-03",))
    newest = review(house, tmp_path, ("2026-03", "2026-04"))
    page = shown(visit(house.nurse), f"/reviews/runs/{first.pk}/")
    assert "An earlier review" in page
    assert "n 120" in page
    assert "This is the first review" in page
    assert "An earlier review" not in shown(visit(house.nurse), f"/reviews/runs/{newest.pk}/")


def test_another_organisation_sees_nothing(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, ("2026-03",))
    other = Organisation.objects.create(name="Other Health")
    Person.objects.filter(pk=house.nurse.pk).update(organisation=other)
    client = visit(house.nurse)
    for url in (address(house), f"/reviews/runs/{run.pk}/", f"/reviews/runs/{run.pk}/numbers.csv"):
        assert client.get(url).status_code == 404


def test_queries_do_not_grow_with_reviews_and_the_page_stays_small(house: House, visit: Visit, tmp_path: Path) -> None:
    client = visit(house.platform)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(house))
        assert len(response.content) < 300_000
        return len(queries)

    for _ in range(2):
        review(house, tmp_path, ("2026-03", "2026-04"))
    few = count()
    for _ in range(4):
        review(house, tmp_path, ("2026-03", "2026-04"))
    assert count() == few


def test_a_reader_s_capacity_is_met_by_a_threshold_without_script(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03", "2026-04"))
    client = visit(house.nurse)
    assert re.search(r"Alerts a day: [\d.]+ at 0\.\d+", shown(client, address(house)))
    page = shown(client, f"{address(house)}?capacity=2")
    assert re.search(r"A threshold of 0\.\d+ fits 2 alerts a day, which finds \d+", page)
    assert "No threshold fits 0 alerts a day" in shown(client, f"{address(house)}?capacity=0")
    assert "Write a number of alerts a day" in shown(client, f"{address(house)}?capacity=many")


def test_groups_say_what_sets_them_apart_and_how_much_more_data_they_need(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    review(house, tmp_path, ("2026-03",), each=60)
    page = shown(visit(house.nurse), address(house)).partition("Does it work for everybody?")[2]
    assert "more events needed" in page
    assert "Groups farthest apart" in page
    assert "unfair" not in page


def test_the_page_stays_small_with_many_groups_and_a_year(house: House, visit: Visit, tmp_path: Path) -> None:
    months = months_before(timezone.localdate(), 12)
    content = [[*row[:4], f"unit {at % 14}"] for at, row in enumerate(rows(months, 280))]
    result = run_review(write(tmp_path / "units.csv", content), MAPPING, thresholds=(Decimal("0.3"), Decimal("0.5")))
    record_review(house.platform, house.deployment, result)
    assert len(visit(house.nurse).get(address(house)).content) < 500_000


def test_what_takes_seconds_is_made_once_and_no_request_waits_for_it(
    house: House, visit: Visit, tmp_path: Path, fresh_charts: None, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    run = review(house, tmp_path, ("2026-03",))
    client, pdf = visit(house.nurse), f"/reviews/runs/{run.pk}/review.pdf"
    settings.ATTENDING_PATIENCE_SECONDS = 0
    monkeypatch.setattr("attending.review.presenters.printed.review_pdf", lambda _: b"%PDF-1.7")
    waiting = shown(client, address(house))
    assert "This chart is being drawn" in waiting
    assert "Observed to expected events by month" in waiting
    settings.ATTENDING_PATIENCE_SECONDS = 600
    first = shown(client, address(house))
    assert "being drawn" not in first
    monkeypatch.setattr("attending.charts.calibration", None)
    settings.ATTENDING_PATIENCE_SECONDS = 0
    assert first.count("<svg") == shown(client, address(house)).count("<svg")
    asked = [client.get(pdf)]
    while asked[-1].status_code == 202 and len(asked) < 200:
        assert (asked[-1]["Refresh"], "The PDF is being made" in asked[-1].content.decode()) == ("2", True)
        time.sleep(0.05)
        asked.append(client.get(pdf))
    assert asked[-1].content == b"%PDF-1.7"
    assert kept.sweep() == 0


def test_a_shelf_tells_its_answer_while_it_is_closed(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03",))
    page = shown(visit(house.nurse), address(house))
    summaries = re.findall(r"<summary><h3[^>]*>([^<]+)</h3><span[^>]*>([^<]+)</span></summary><div id=\"(\w+)\"", page)
    places = [place for _, _, place in summaries]
    assert places[:3] == ["calibration", "discrimination", "groups"]
    assert places[-3:] == ["numbers", "basis", "history"]
    assert re.match(r"Calibration: .*O:E", summaries[0][1])
    assert re.match(r"AUROC 0\.\d+ \(0\.\d+ to 0\.\d+\), n 120\.", summaries[1][1])
    assert "<details open" not in page
    assert "What the numbers speak for" in page


def test_every_page_of_a_deployment_leads_here(house: House) -> None:
    assert url_of(Deployment.objects.get()) == f"/reviews/deployments/{house.deployment.pk}/"
