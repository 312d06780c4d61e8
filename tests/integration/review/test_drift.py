"""Drift: computed with every review, told on its page with what sampling explains, and given away whole."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attending.program.models import Person
from attending.review.actions.record import record_review
from attending.review.actions.sources import map_log
from attending.review.compute import run_review
from attending.review.drift import baseline_of
from attending.review.forms.logs import LogForm
from attending.review.models import LogSource, ReviewRun
from attending.review.queries.sources import mapping_of
from attending.review.supplements import Supplements
from attending.sources import ColumnMapping
from tests.integration.house import House
from tests.integration.review.logs import review

Visit = Callable[[Person], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
MAPPING = ColumnMapping("risk", "died", "at", inputs=("lactate", "ward"))


def drifting(house: House, folder: Path, *, last_shift: float = 0.3) -> ReviewRun:
    """A log whose last month has higher scores and lactates, more of them missing, and one outcome in ten unknown."""
    random = Random(4)
    path = folder / "drifting.parquet"
    made = []
    for month in MONTHS:
        last = month == MONTHS[-1]
        for number in range(300):
            risk = min(random.random() * 0.6 + (last_shift if last else 0.0), 1.0)
            missing = random.random() < (0.3 if last else 0.05)
            made.append(
                {
                    "risk": risk,
                    "died": None if last and number % 10 == 0 else int(random.random() < risk),
                    "at": f"{month}-{1 + number % 28:02d}",
                    "lactate": None if missing else random.gauss(2.0 + (1.0 if last else 0.0), 0.5),
                    "ward": "east" if number % 2 else "west",
                }
            )
    pq.write_table(pa.Table.from_pylist(made), path)
    return record_review(house.platform, house.deployment, run_review(path, MAPPING, thresholds=(Decimal("0.5"),)))


def test_the_baseline_is_the_first_quarter_of_the_months() -> None:
    year = [f"2025-{number:02d}" for number in range(1, 13)]
    assert baseline_of(year) == ("2025-01", "2025-03")
    assert baseline_of(year[:2]) == ("2025-01", "2025-01")
    assert baseline_of(year[:1]) is None
    assert baseline_of([]) is None


def test_every_review_keeps_the_drift_of_its_scores(house: House, tmp_path: Path) -> None:
    run = review(house, tmp_path, MONTHS)
    kept = Supplements.from_document(run.supplements)
    assert kept.score_drift is not None
    assert kept.input_drift is None
    assert (kept.score_drift.baseline.first, kept.score_drift.baseline.last) == ("2026-01", "2026-01")
    assert [each.in_baseline for each in kept.score_drift.periods] == [True, False, False, False]
    assert all(each.psi.verdict == "no more than sampling explains" for each in kept.score_drift.periods[1:])


def test_a_log_of_one_month_has_nothing_to_compare(house: House, tmp_path: Path, visit: Visit) -> None:
    run = review(house, tmp_path, MONTHS[:1])
    assert "score_drift" not in run.supplements
    page = visit(house.nurse).get(f"/reviews/deployments/{house.deployment.pk}/")
    assert b"Have the scores or the patients changed?" not in page.content


def test_the_page_answers_whether_scores_and_inputs_changed(house: House, tmp_path: Path, visit: Visit) -> None:
    drifting(house, tmp_path)
    page = visit(house.nurse).get(f"/reviews/deployments/{house.deployment.pk}/").content.decode()
    assert "The scores changed by more than sampling explains in 1 of 3 months; in Apr 2026 they did" in page
    assert "not that the model performs worse" in page
    assert "Have the inputs changed?" in page
    assert "more missing than before" in page
    assert "the first quarter of the months" in page


def test_every_number_of_drift_leaves_with_the_downloads(house: House, tmp_path: Path, visit: Visit) -> None:
    run = drifting(house, tmp_path)
    client = visit(house.nurse)
    text = client.get(f"/reviews/runs/{run.pk}/numbers.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["first_month"] == "2026-04"]
    drift = Supplements.from_document(run.supplements).score_drift
    assert drift is not None
    psi = next(row for row in rows if (row["section"], row["measure"]) == ("drift", "psi"))
    critical = next(row for row in rows if (row["section"], row["measure"]) == ("drift", "psi_critical"))
    assert float(psi["value"]) == drift.periods[-1].psi.value
    assert float(critical["value"]) == drift.periods[-1].psi.critical
    assert psi["reference"] == "baseline 2026-01 to 2026-01"
    measured = {row["measure"] for row in rows if row["section"] == "input drift" and row["level"] == "lactate"}
    assert {"psi", "psi_critical", "ks_distance", "js_distance", "input_missing_rate"} <= measured
    document = json.loads(client.get(f"/reviews/runs/{run.pk}/numbers.json").content)
    assert any(number["section"] == "input drift" for number in document["numbers"])
    assert document["mapping"]["inputs"] == ["lactate", "ward"]


def test_inputs_are_kept_with_the_mapping_of_a_log_as_declared(house: House, visit: Visit) -> None:
    declared = replace(MAPPING, numeric=("lactate",), categorical=("ward",))
    map_log(house.platform, house.deployment, declared, location="log.csv")
    assert mapping_of(LogSource.objects.get(deployment=house.deployment)) == declared
    page = visit(house.platform).get(f"/reviews/deployments/{house.deployment.pk}/upload/").content.decode()
    for name, column in (("numeric", "lactate"), ("categorical", "ward")):
        assert re.search(rf'<textarea name="{name}"[^>]*>\s*{column}\s*</textarea>', page)


@pytest.mark.parametrize(
    ("numeric", "categorical", "refused"),
    [
        ("lactate", "ward", ""),
        ("age", "", "'age' is declared as numbers or as categories: name it once, as an input."),
        ("ward", "ward", "'ward' is declared as numbers or as categories: name it once, as an input."),
    ],
)
def test_the_form_takes_declared_inputs(numeric: str, categorical: str, refused: str) -> None:
    values = {"score": "risk", "time": "at", "inputs": "lactate\nward", "numeric": numeric, "categorical": categorical}
    form = LogForm(values, {"log": SimpleUploadedFile("log.csv", b"x")})
    assert form.is_valid() == (not refused)
    if refused:
        assert refused in "".join(form.non_field_errors())
    else:
        assert (form.cleaned_data["mapping"].numeric, form.cleaned_data["mapping"].categorical) == (
            ("lactate",),
            ("ward",),
        )
