"""``attending review rerun``: the same log gives the same numbers; another log is refused, a changed number named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest
from pyarrow import csv
from typer.testing import CliRunner, Result

from attending.cli.review import app
from attending.review.actions.record import record_review
from attending.review.clinical import review_clinical
from attending.review.compute import run_review
from attending.sources import ColumnMapping
from tests.integration.house import House
from tests.integration.review.clinical_logs import DECLARATION, write_logs
from tests.integration.review.logs import rows, write

COLUMNS = ("--score", "risk", "--outcome", "died", "--time", "at", "--by", "sex", "--key", "id", "--threshold", "0.5")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write(tmp_path / "log.csv", rows(("2026-03", "2026-04")))


@pytest.fixture
def record(tmp_path: Path, log: Path) -> Path:
    path = tmp_path / "review.json"
    path.write_text(run("run", log, *COLUMNS, "--json").stdout)
    return path


def changed(record: Path, change: Any) -> Path:
    document = json.loads(record.read_text())
    change(document)
    record.write_text(json.dumps(document))
    return record


def test_the_same_log_gives_the_same_numbers(record: Path, log: Path) -> None:
    result = run("rerun", record, log)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Identical: ")


def test_a_number_that_differs_is_named(record: Path, log: Path) -> None:
    changed(record, lambda document: document["review"]["overall"].update(events=1))
    result = run("rerun", record, log)
    assert result.exit_code == 1
    assert "review.overall.events: was 1, is " in result.stdout


@pytest.mark.parametrize(("factor", "code"), [(1 + 1e-15, 0), (1 + 1e-6, 1)])
def test_only_the_rounding_of_a_sum_is_no_difference(record: Path, log: Path, factor: float, code: int) -> None:
    def shift(document: Any) -> None:
        auroc = document["review"]["overall"]["measures"]["auroc"]
        auroc["value"] *= factor

    changed(record, shift)
    result = run("rerun", record, log)
    assert result.exit_code == code, result.output


def test_versions_that_differ_are_told(record: Path, log: Path) -> None:
    changed(record, lambda document: document["versions"].update(numpy="1.0"))
    assert "numpy: was 1.0, is " in run("rerun", record, log).stderr


def test_another_log_and_another_document_are_refused(record: Path, log: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.csv", rows(("2026-03",)))
    assert "This is another log" in run("rerun", record, other).stderr
    changed(record, lambda document: document.pop("mapping"))
    result = run("rerun", record, log)
    assert result.exit_code == 2
    assert "no 'mapping'" in result.stderr


@pytest.mark.one_database
def test_a_recorded_review_is_computed_again(house: House, log: Path) -> None:
    columns = ColumnMapping("risk", "died", "at", by=("sex",), key=("id",))
    recorded = record_review(house.platform, house.deployment, run_review(log, columns, thresholds=(Decimal("0.5"),)))
    assert run("rerun", recorded.pk, log).stdout.startswith("Identical: ")
    assert "There is no recorded review 999" in run("rerun", 999, log).stderr


@pytest.mark.slow
def test_a_table_is_read_again_and_what_differs_in_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake, connections, review = tmp_path / "lake.duckdb", tmp_path / "connections.toml", tmp_path / "review.json"
    table = csv.read_csv(write(tmp_path / "log.csv", rows(("2026-03", "2026-04"))))
    backend = ibis.duckdb.connect(lake)
    backend.create_table("log", table)
    backend.disconnect()
    connections.write_text(f'[lake]\nurl = "duckdb://{lake}"\n')
    monkeypatch.setenv("ATTENDING_CONNECTIONS", str(connections))
    made = run("table", "lake", "log", *COLUMNS, "--json")
    assert made.exit_code == 0, made.output
    review.write_text(made.stdout)
    document = json.loads(made.stdout)
    assert (document["source"], document["mapping"]["table"]) == ("lake: log", "log")
    again = run("rerun", review)
    assert again.exit_code == 0, again.output
    assert again.stdout.startswith("Identical: ")
    backend = ibis.duckdb.connect(lake)
    backend.create_table("log", table.slice(1), overwrite=True)
    backend.disconnect()
    again = run("rerun", review)
    assert again.exit_code == 1
    assert "hash of the table's counts: was " in again.stdout
    assert f"rows read: was {table.num_rows}, is {table.num_rows - 1}" in again.stdout
    connections.write_text("")
    again = run("rerun", review)
    assert again.exit_code == 2
    assert "No connection is called 'lake'" in again.stderr


@pytest.mark.one_database
def test_a_recorded_review_of_events_is_computed_again(house: House, tmp_path: Path) -> None:
    predictions, events = write_logs(tmp_path)
    made = review_clinical(
        str(predictions), str(events), DECLARATION, as_of=datetime(2026, 6, 1, tzinfo=UTC), thresholds=(Decimal("0.5"),)
    )
    recorded = record_review(house.platform, house.deployment, made)
    again = run("rerun", recorded.pk, predictions, events)
    assert again.exit_code == 0, again.output
    assert again.stdout.startswith("Identical: ")
    assert "attending review events" in recorded.reproducibility["command"]
    assert "the predictions and the events" in run("rerun", recorded.pk, predictions).stderr
    events.write_text(events.read_text().replace("Sepsis", "Other", 1))
    assert "These are other events" in run("rerun", recorded.pk, predictions, events).stderr
