"""A review to take away: the same numbers as CSV and JSON, and all of it as PDF; small cells stay."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from attending.analytics import from_document
from attending.program.models import Person
from attending.review.presenters.numbers import WITHHELD
from tests.integration.house import House
from tests.integration.review.logs import review

Visit = Callable[[Person], Client]

pytestmark = pytest.mark.one_database

MONTHS = ("2026-03", "2026-04")


def records(client: Client, run: int) -> list[dict[str, str]]:
    response = client.get(f"/reviews/runs/{run}/numbers.csv")
    assert response["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_holds_every_estimate_with_its_denominator(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS)
    found = records(visit(house.nurse), run.pk)
    overall = from_document(run.document).overall.measures["auroc"]
    (auroc,) = [row for row in found if (row["section"], row["measure"]) == ("overall", "auroc")]
    assert float(auroc["value"]) == overall.value
    assert float(auroc["low"]) == overall.low
    assert (auroc["n"], auroc["first_month"], auroc["last_month"]) == ("240", *MONTHS)
    assert {row["section"] for row in found} >= {"overall", "subgroup", "month", "overall, decision curve"}
    assert {row["threshold"] for row in found if (row["section"], row["measure"]) == ("overall", "ppv")} == {"0.5"}


def test_csv_holds_groups_compared_and_the_work_with_what_the_record_says(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    run = review(house, tmp_path, MONTHS)
    found = records(visit(house.nurse), run.pk)
    recorded = next(c for c in run.supplements["equity"]["comparisons"] if (c["level"], c["measure"]) == ("male", "oe"))
    (row,) = [r for r in found if (r["section"], r["level"], r["measure"]) == ("group less reference", "male", "oe")]
    assert float(row["value"]) == recorded["difference"]["value"]
    assert float(row["simultaneous_low"]) == recorded["simultaneous_difference"]["low"]
    assert row["reference"] == "everyone else"
    (alerts,) = [r for r in found if (r["section"], r["measure"]) == ("alerts a day", "alerts_per_day")]
    assert float(alerts["value"]) == int(alerts["numerator"]) / 61


def test_json_says_how_to_compute_it_again(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS)
    document = json.loads(visit(house.nurse).get(f"/reviews/runs/{run.pk}/numbers.json").content)
    again = document["reproducibility"]
    assert again["sources"][0]["sha256"] == run.source_sha256
    assert again["command"].startswith(f"attending review run {run.source} --score risk --outcome died --time at")
    assert str(tmp_path) not in json.dumps(document)


def test_json_holds_the_same_with_its_source(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS)
    client = visit(house.nurse)
    document = json.loads(client.get(f"/reviews/runs/{run.pk}/numbers.json").content)
    assert len(document["numbers"]) == len(records(client, run.pk))
    assert document["source_sha256"] == run.source_sha256
    assert document["mapping"]["score"] == "risk"
    assert document["rows"]["read"] == 240


def test_what_rests_on_few_people_is_withheld(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS, each=9)
    found = records(visit(house.nurse), run.pk)
    month = [row for row in found if row["section"] == "month"]
    assert month
    assert all(row["reason"] == WITHHELD and not row["value"] and not row["n"] for row in month)


def test_the_pdf_is_one(house: House, visit: Visit, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS)
    response = visit(house.nurse).get(f"/reviews/runs/{run.pk}/review.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
