"""``attending review events --connection``: predictions and events that are tables say what the files say."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from attending.cli.review import app
from attending.review.actions.jobs import ask_for_review
from attending.review.jobs import perform
from attending.review.models import LogSource, ReviewRun
from attending.review.queries.sources import request_of
from tests.integration.house import House
from tests.integration.review.clinical_logs import DECLARATION, write_logs
from tests.same_numbers import assert_same

AS_OF = ("--as-of", "2026-06-01T00:00:00Z", "--threshold", "0.5")


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "declaration.json"
    path.write_text(json.dumps(DECLARATION.to_document()))
    return path


@pytest.fixture
def logs(tmp_path: Path) -> tuple[Path, Path]:
    return write_logs(tmp_path)


@pytest.fixture
def warehouse(tmp_path: Path, logs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts the logs, as they are, into a warehouse called lake."""
    place = tmp_path / "lake.duckdb"
    listed = tmp_path / "connections.toml"

    def load(*, seconds: float = 60) -> None:
        with duckdb.connect(str(place)) as raw:
            raw.execute("SET TimeZone = 'UTC'")
            for name, path in zip(("predictions", "events"), logs, strict=True):
                columns = raw.execute(f"DESCRIBE SELECT * FROM read_csv('{path}', all_varchar=true)").fetchall()
                chosen = ", ".join(
                    f"{c[0]}::timestamptz AS {c[0]}" if c[0] == "time"
                    else f"{c[0]}::double AS {c[0]}" if c[0] == "score" else c[0]
                    for c in columns
                )  # fmt: skip
                raw.execute(
                    f"CREATE OR REPLACE TABLE {name} AS SELECT {chosen} FROM read_csv('{path}', all_varchar=true)"
                )
        listed.write_text(f'[lake]\nkind = "duckdb"\nurl = "duckdb://{place}"\ndeadline_seconds = {seconds}\n')
        listed.chmod(0o600)
        monkeypatch.setenv("ATTENDING_CONNECTIONS", str(listed))

    return load


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


@pytest.mark.slow
def test_two_tables_say_what_the_files_say_and_can_be_run_again(
    tmp_path: Path, declared: Path, logs: tuple[Path, Path], warehouse: Callable[..., None]
) -> None:
    warehouse()
    of_files = told(run("events", *logs, "--declaration", declared, *AS_OF, "--json"))
    asked = ("events", "predictions", "events", "--connection", "lake", "--declaration", declared, *AS_OF)
    of_tables = told(run(*asked, "--json"))
    assert_same(of_tables["review"], of_files["review"])
    for name in ("maturity", "delays", "lead_times", "responses", "view"):
        assert_same(of_tables["supplements"][name], of_files["supplements"][name])
    listed = of_tables["supplements"]["events"]["intake"]["files"][0]
    assert (listed["name"], listed["verified"]) == ("lake: events", "hash of its counts")
    record = tmp_path / "record.json"
    record.write_text(json.dumps(of_tables))
    again = run("rerun", record)
    assert again.exit_code == 0, again.output
    rows = logs[1].read_text().splitlines()
    logs[1].write_text("\n".join(rows[:-20]) + "\n")
    warehouse()
    other = run("rerun", record)
    assert other.exit_code == 1
    assert "hash of the events' counts" in other.output


def test_a_bad_row_is_named_by_table_and_column_and_no_file_is_left(
    tmp_path: Path,
    declared: Path,
    logs: tuple[Path, Path],
    warehouse: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    lines = logs[1].read_text().splitlines()
    lines[1] = lines[1].replace("Sepsis", "").replace("Antibiotics", "")
    logs[1].write_text("\n".join(lines) + "\n")
    warehouse()
    asked = ("events", "predictions", "events", "--connection", "lake", "--declaration", declared, *AS_OF)
    refused = run(*asked, "--all-or-nothing")
    assert refused.exit_code == 2
    assert "events, row time=2026-" in refused.stderr
    assert "column type" in refused.stderr
    assert "--quarantine" not in refused.stderr
    missing = run("events", "predictions", "nothing", "--connection", "lake", "--declaration", declared, *AS_OF)
    assert missing.exit_code == 2
    assert "There is no table 'nothing'" in missing.stderr
    assert list(kept.iterdir()) == []


def test_a_warehouse_that_takes_too_long_is_ended_at_its_deadline(
    declared: Path, tmp_path: Path, warehouse: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    warehouse(seconds=0.05)
    asked = ("events", "predictions", "events", "--connection", "lake", "--declaration", declared, *AS_OF)
    late = run(*asked)
    assert late.exit_code == 2
    assert "did not answer within 0.05 seconds" in late.stderr
    assert list(kept.iterdir()) == []


def test_a_warehouse_that_hangs_is_ended_at_its_deadline(
    declared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "connections.toml"
    # Whoever comes is let in by the machine, and nobody ever answers.
    with socket.create_server(("127.0.0.1", 0)) as server:
        listed.write_text(
            '[away]\nkind = "postgres"\nhost = "127.0.0.1"\nsslmode = "disable"\nconnect_timeout = 60\n'
            f"port = {server.getsockname()[1]}\ndeadline_seconds = 5\n"
        )
        listed.chmod(0o600)
        monkeypatch.setenv("ATTENDING_CONNECTIONS", str(listed))
        late = run("events", "predictions", "events", "--connection", "away", "--declaration", declared, *AS_OF)
    assert late.exit_code == 2
    assert "did not answer within 5 seconds" in late.stderr


def test_a_review_of_tables_is_recorded_and_made_again_each_night(
    house: House, declared: Path, warehouse: Callable[..., None]
) -> None:
    warehouse()
    asked = ("events", "predictions", "events", "--connection", "lake", "--declaration", declared, *AS_OF)
    who = ("--deployment", house.deployment.pk, "--as", house.platform.user.username, "--keep-source")
    kept = run(*asked, *who)
    assert kept.exit_code == 0, kept.output
    first = ReviewRun.objects.get()
    source = LogSource.objects.get()
    assert (source.connection, source.table, source.location) == ("lake", "predictions", "")
    assert (source.clinical["events"], request_of(source).events) == ("events", "events")
    assert perform(ask_for_review(house.platform, house.deployment).pk)
    second = ReviewRun.objects.exclude(pk=first.pk).get()
    assert_same(second.document["overall"], first.document["overall"])
    assert second.supplements["events"]["intake"]["files"] == first.supplements["events"]["intake"]["files"]
