"""``attending review events`` and ``import-seismometer``: two logs joined by a declaration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from attending.cli.review import app
from tests.integration.review.clinical_logs import DECLARATION, write_logs

USAGE = """
data_usage:
  entity_id: patient
  context_id: stay
  primary_output: score
  primary_target: Sepsis
  predict_time: time
  cohorts:
    - source: unit
      display_name: Unit
  event_table: {type: type, time: time, value: value}
  events:
    - source: [Sepsis]
      display_name: Sepsis
      usage: target
      window_hr: 12
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "declaration.json"
    path.write_text(json.dumps(DECLARATION.to_document()))
    return path


def test_outcomes_known_are_told_first_and_everything_is_in_the_json(tmp_path: Path, declared: Path) -> None:
    predictions, events = write_logs(tmp_path)
    common = ("events", predictions, events, "--declaration", declared, "--as-of", "2026-06-01T00:00:00Z")
    told = run(*common, "--threshold", "0.5")
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Outcomes: known for")
    assert "Label delay:" in told.output
    document = json.loads(run(*common, "--json").stdout)
    assert document["supplements"]["view"]["level"] == "alert"
    assert document["supplements"]["maturity"]["periods"]
    overall = document["review"]["overall"]
    assert overall["labelled"] < overall["n"]
    patients = document["supplements"]["clustering"]["patients"]
    assert patients == document["supplements"]["view"]["patients"] < overall["n"]
    assert overall["measures"]["event_rate"]["clusters"] <= patients
    assert "Clustered by patient" in overall["measures"]["event_rate"]["note"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--as-of": "soon"}, "is not a date"),
        ({"--as-of": "2026-06-01"}, "needs its offset"),
        ({"--declaration": "nowhere.json"}, "nowhere.json cannot be read"),
    ],
)
def test_wrong_use_says_what_to_write(tmp_path: Path, declared: Path, changed: dict[str, str], said: str) -> None:
    predictions, events = write_logs(tmp_path)
    options = {"--declaration": str(declared), "--as-of": "2026-06-01T00:00:00Z"} | changed
    result = run("events", predictions, events, *[part for pair in options.items() for part in pair])
    assert result.exit_code == 2
    assert said in result.stderr


def test_bad_events_refuse_the_review(tmp_path: Path, declared: Path) -> None:
    predictions, events = write_logs(tmp_path)
    events.write_text(events.read_text().replace("2026", "someday"))
    result = run("events", predictions, events, "--declaration", declared, "--as-of", "2026-06-01T00:00:00Z")
    assert result.exit_code == 2
    assert "rows are bad" in result.stderr


def test_event_rows_that_were_set_aside_are_told(tmp_path: Path, declared: Path) -> None:
    predictions, events = write_logs(tmp_path, patients=2000)
    lines = events.read_text().splitlines()
    lines[5] = lines[5].replace("Sepsis", "").replace("Antibiotics", "")
    at = next(i for i, line in enumerate(lines) if i > 5 and "Sepsis" in line)
    lines[at] = "," + lines[at].partition(",")[2]
    events.write_text("\n".join(lines) + "\n")
    told = run("events", predictions, events, "--declaration", declared, "--as-of", "2026-12-01T00:00:00Z")
    assert told.exit_code == 0, told.output
    assert "+ 2 quarantined. The first: " in told.stdout
    assert "because a quarantined event could be theirs" in told.stdout
    assert "ATTENTION: 1 quarantined events do" in told.stdout
    # And where everybody looks: in the account of what was read.
    assert "1 row of the events had to be set aside and does not say whose" in " ".join(told.stdout.split())


def test_a_seismometer_configuration_becomes_a_declaration(tmp_path: Path) -> None:
    usage, output = tmp_path / "usage_config.yml", tmp_path / "declaration.json"
    usage.write_text(USAGE)
    result = run("import-seismometer", usage, "--output", output)
    assert result.exit_code == 0, result.output
    predictions, events = write_logs(tmp_path)
    reviewed = run("events", predictions, events, "--declaration", output, "--as-of", "2026-06-01T00:00:00Z")
    assert reviewed.exit_code == 0, reviewed.output
    usage.write_text(USAGE.replace("window_hr: 12", "window_hr: soon"))
    refused = run("import-seismometer", usage, "--output", tmp_path / "second.json")
    assert refused.exit_code == 2
    assert "window_hr" in refused.stderr
    assert not (tmp_path / "second.json").exists()
