"""Reviews of categorical readings: handed over, checked, recorded, listened to, shown and taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from attending.analytics.classification import review_classification
from attending.cli.review import app
from attending.governance.models import Breach
from attending.ledger.models import Entry
from attending.program.models import MeasureResult, Person, UseCase
from attending.program.models.use_cases import Kind
from attending.program.registries import worklist
from attending.program.registries.evidence import FindingState, findings
from attending.program.rules import NotAllowed
from attending.review.actions.readings import record_readings
from attending.review.models import ClassifierReview
from attending.review.readings import document_of, review_of, run_readings
from attending.review.report import readings as report
from attending.sources import IntakeReport
from attending.ui.exports import SMALL_CELL
from tests.integration.house import House
from tests.integration.pages import queries_of
from tests.integration.review.cases import BY_PATIENT, COLUMNS, HEADER, SCALE, cases, recorded, reviewed, write

Visit = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Where handed-over logs wait."""
    settings.DATA_DIR = tmp_path / "data"


def text_of(rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADER, *rows])
    return stream.getvalue().encode()


def asked(content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "log": SimpleUploadedFile("cases.csv", text_of(cases()) if content is None else content),
        "reference": "pathology",
        "ai": "ai",
        "clinician": "alone",
        "with_ai": "aided",
        "time": "read_on",
        "categories": "1\n2\n3\n4\n5",
        "ordered": "on",
        "cut": "4",
        "references": "benign\ncancer",
        "positive_from": "cancer",
        "hours": "hours",
        "changed_from": "2026-03",
        "by": "site",
        "key": "case",
        **changes,
    }


def post(house: House, visit: Visit, **changes: Any) -> tuple[Client, HttpResponse]:
    client = visit(house.platform)
    return client, client.post(url("readings-upload", house), asked(**changes))  # type: ignore[return-value]


def url(name: str, house: House) -> str:
    return reverse(f"review:{name}", args=[house.deployment.pk])


def waiting() -> list[Path]:
    root = Path(settings.DATA_DIR) / "handed-over"
    return list(root.iterdir()) if root.is_dir() else []


def test_a_log_is_looked_at_before_it_is_recorded_and_then_removed(house: House, visit: Visit) -> None:
    client, checked = post(house, visit)
    html = checked.content.decode()

    assert checked.status_code == 200
    assert "Nothing is recorded yet" in html
    assert "changed a right reading to a wrong one" in html
    assert not ClassifierReview.objects.exists()
    assert len(waiting()) == 1

    done = client.post(url("readings-record", house), follow=True)
    assert done.redirect_chain == [(url("readings", house), 302)]
    page = done.content.decode()
    for said in ("Clinician with AI", "Begg &amp; Greenes", "90th percentile", "Kappa", "4 and above", "By subgroup"):
        assert said in page
    assert ClassifierReview.objects.count() == 1
    assert not waiting()


@pytest.mark.one_database
def test_each_shelf_tells_its_answer_as_it_is_told_above(house: House, tmp_path: Path, visit: Visit) -> None:
    result = reviewed(tmp_path)
    record_readings(house.platform, house.deployment, result)
    page = unescape(visit(house.platform).get(url("readings", house)).content.decode())
    found = review_of(ClassifierReview.objects.get().results)
    answers = re.findall(r'class="choice-effect">([^<]+)<', page)
    for told in (report.led_astray(found.overall), report.how_fast(found)):
        assert told in answers
        assert page.count(told) == 2
    sensitivity = report.accuracies(found, SCALE)["AI alone"]["sensitivity"]
    assert f"AI alone {report.told(sensitivity)}, n {sensitivity.denominator}" in answers[0]
    assert len(answers) == page.count('class="choice shelf"')


@pytest.mark.one_database
def test_a_log_of_scores_can_be_reviewed_beside_readings(house: House, tmp_path: Path, visit: Visit) -> None:
    client = visit(house.platform)
    UseCase.objects.filter(pk=house.use_case.pk).update(kind=Kind.IMAGING)
    record_readings(house.platform, house.deployment, reviewed(tmp_path))
    page = client.get(url("deployment", house)).content.decode()
    assert url("upload", house) in page
    assert url("readings", house) in page
    assert "with a known reference" in page
    assert "Reading with the AI against reading alone" in page


@pytest.mark.one_database
def test_a_log_can_be_taken_back(house: House, visit: Visit) -> None:
    client, _ = post(house, visit)
    client.post(url("readings-cancel", house))
    assert not waiting()
    assert client.post(url("readings-record", house))["Location"] == url("readings-upload", house)
    assert not ClassifierReview.objects.exists()


@pytest.mark.one_database
def test_a_log_with_an_undeclared_category_is_refused_with_the_place_of_each(house: House, visit: Visit) -> None:
    rows = cases(60)
    rows[3][2], rows[7][1] = "6", "malignant"
    client, refused = post(house, visit, content=text_of(rows))
    html = refused.content.decode()

    assert refused.status_code == 422
    assert "malignant" in html
    assert "The category is not one of those declared" in html
    bad = client.get(url("readings-quarantine", house)).content.decode()
    assert bad.count("The category is not one of those declared") == 2
    assert not ClassifierReview.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cut": "9"}, "cannot be positive from"),
        ({"categories": "1"}, "Declare at least two"),
        ({"ai": "pathology"}, "given two parts"),
        ({"changed_from": "March"}, "Write the month as 2026-03"),
        ({"reference": "truth"}, "has no column"),
        ({"content": b""}, "The file is empty"),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    house: House, visit: Visit, changes: dict[str, Any], said: str
) -> None:
    _, refused = post(house, visit, **changes)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not waiting()


def test_the_review_keeps_counts_and_results_and_never_changes(house: House, tmp_path: Path) -> None:
    result = reviewed(tmp_path)
    assert _review_finding(house) == FindingState.MISSING
    kept = record_readings(house.platform, house.deployment, result)

    assert _review_finding(house) == FindingState.MET
    assert "The first review is due" not in [each.title for each in worklist.for_person(house.platform)]
    again = ClassifierReview.objects.get()
    assert review_of(again.results) == result.review
    assert result.review.overall.readers == review_classification(result.table, positive_from="cancer", cut="4").readers
    assert Entry.objects.get(seq=again.ledger_seq).verb == "readings.recorded"
    for changed in (lambda: ClassifierReview.objects.update(source="other"), kept.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            changed()


def _review_finding(house: House) -> FindingState:
    (found,) = [each for each in findings(house.deployment) if each.item == "post-launch-review"]
    return found.state


def test_who_may_not_record_is_refused(house: House, tmp_path: Path, visit: Visit) -> None:
    with pytest.raises(NotAllowed):
        record_readings(house.nurse, house.deployment, reviewed(tmp_path))
    assert visit(house.nurse).get(url("readings-upload", house)).status_code == 403
    assert "Review a log of cases" not in visit(house.nurse).get(url("readings", house)).content.decode()


def test_agreed_limits_listen_to_readings(house: House, tmp_path: Path) -> None:
    house.agree(measure="sensitivity", warn_low=0.99, stop_low=0.98, window_months=3, minimum_n=50)
    recorded(house, tmp_path)

    assert Breach.objects.filter(threshold__deployment=house.deployment).exists()
    found = MeasureResult.objects.filter(batch__deployment=house.deployment)
    assert {"sensitivity", "specificity", "ppv", "npv", "cohen_kappa", "misled_rate", "turnaround_median"} <= set(
        found.filter(attribute="overall").values_list("measure", flat=True)
    )
    alone = found.filter(measure="sensitivity", attribute="reader", level="clinician alone")
    assert alone.exists()


@pytest.mark.one_database
def test_every_number_is_handed_out_without_small_cells(house: House, tmp_path: Path, visit: Visit) -> None:
    row = recorded(house, tmp_path)
    client = visit(house.nurse)

    flat = client.get(reverse("review:readings-csv", args=[row.pk])).content.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(flat)))
    document = json.loads(client.get(reverse("review:readings-json", args=[row.pk])).content)
    assert len(found) == len(document["numbers"]) > 200
    for name in ("n", "events", "numerator", "denominator"):
        counts = [int(each[name]) for each in found if each[name]]
        assert not [count for count in counts if 0 < count < SMALL_CELL], name
    ai = next(
        each
        for each in document["numbers"]
        if (each["section"], each["level"], each["measure"]) == ("cut 4", "AI alone", "sensitivity")
    )
    at = review_of(row.results).overall.readers["ai"].cuts[SCALE.cut]
    assert (ai["value"], ai["numerator"]) == (at.measures["sensitivity"].value, at.tp)

    paper = client.get(reverse("review:readings-pdf", args=[row.pk]))
    assert paper.content.startswith(b"%PDF")


@pytest.mark.one_database
def test_an_earlier_review_leads_to_the_newest(house: House, tmp_path: Path, visit: Visit) -> None:
    first = recorded(house, tmp_path)
    recorded(house, tmp_path)
    client = visit(house.nurse)

    earlier = client.get(reverse("review:readings-review", args=[first.pk])).content.decode()
    assert "See the newest review" in earlier
    newest = client.get(url("readings", house)).content.decode()
    assert "See the newest review" not in newest
    assert reverse("review:readings-review", args=[first.pk]) in newest
    assert queries_of(house.nurse, url("readings", house)) < 25


@pytest.mark.one_database
def test_unordered_categories_and_an_ai_alone_are_reviewed_too(house: House, visit: Visit) -> None:
    rows = [[case, truth or "benign", "cancer" if ai > "3" else "benign", *rest] for case, truth, ai, *rest in cases()]
    client, checked = post(
        house,
        visit,
        content=text_of(rows),
        categories="benign\ncancer",
        references="",
        ordered="",
        cut="cancer",
        positive_from="",
        clinician="",
        with_ai="",
        hours="",
        changed_from="",
    )
    assert checked.status_code == 200
    assert client.post(url("readings-record", house), follow=True).status_code == 200


@pytest.mark.one_database
def test_the_command_says_the_same_and_records_it(house: House, tmp_path: Path) -> None:
    log = write(tmp_path / "cases.csv", cases())
    declared = [part for name in SCALE.categories for part in ("--category", name)]
    declared += [part for name in SCALE.references for part in ("--reference-category", name)]
    columns = ["--reference", "pathology", "--ai", "ai", "--clinician", "alone", "--with-ai", "aided"]
    columns += ["--time", "read_on", "--by", "site", "--key", "case", "--hours", "hours"]
    assert house.platform.user is not None
    arguments = ["readings", str(log), *columns, *declared, "--cut", "4", "--positive-from", "cancer"]
    login = house.platform.user.get_username()
    told = CliRunner().invoke(app, [*arguments, "--deployment", str(house.deployment.pk), "--as", login])

    assert told.exit_code == 0, told.output
    assert "Clinician with AI" in told.output
    assert ClassifierReview.objects.count() == 1
    wrong = CliRunner().invoke(app, [*arguments[:-4], "--cut", "9"])
    assert wrong.exit_code == 2


@pytest.mark.one_database
def test_the_command_refuses_in_words_where_bad_rows_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = cases()
    for row in rows[:30]:
        row[2] = "9"
    log = write(tmp_path / "cases.csv", rows)
    declared = [part for name in SCALE.categories for part in ("--category", name)]
    declared += [part for name in SCALE.references for part in ("--reference-category", name)]
    columns = ["--reference", "pathology", "--ai", "ai", "--time", "read_on", "--cut", "4", "--positive-from", "cancer"]
    arguments = ["readings", str(log), *columns, *declared, "--quarantine", str(tmp_path / "bad.csv"), "--json"]
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 2
    assert "30 bad rows written to" in told.stderr
    assert json.loads(told.stdout)["intake"]["faulty"] == 30

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(IntakeReport, "write_quarantine", full)
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 2
    assert "the bad rows were not written" in told.stderr
    assert "No space left" in told.stderr


@pytest.mark.one_database
def test_patients_cases_are_taken_together_and_the_score_is_held_against_readers(house: House, tmp_path: Path) -> None:
    log = write(tmp_path / "cases.csv", cases())
    together = run_readings(log, BY_PATIENT, SCALE)
    alone = run_readings(log, COLUMNS, SCALE)
    assert together.table == alone.table
    assert together.review.patients == 240
    for pair in ("ai / clinician", "with_ai / clinician"):
        one, other = (each.review.overall.comparisons[pair].areas for each in (together, alone))
        assert one is not None
        assert other is not None
        assert (one.difference.value, one.difference.clusters is None) == (other.difference.value, False)
        assert one.difference.low != other.difference.low
    assert set(together.review.score_areas) == {"clinician", "with_ai"}
    score = together.review.score_areas["clinician"]
    assert score.first.value is not None
    assert score.second.value is not None
    assert score.difference.value == pytest.approx(score.first.value - score.second.value)
    assert review_of(document_of(together.review)) == together.review
    row = record_readings(house.platform, house.deployment, together)
    assert row.mapping["columns"]["patient"] == "patient"
    told = "\n".join(f"{grid.heading} {grid.note} {grid.rows}" for grid in report.grids(together.review, SCALE))
    assert "The cases of each of 240 patients are taken together" in told
    assert "The AI's score less clinician alone" in told
