"""``attending reality``: an event log held against a map from the terminal, its papers, and its refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from attending.cli.reality import app

MAP = """
format: attending-map/1
title: Sepsis
shifts:
  day: {from: "07:00", to: "19:00"}
  night: {from: "19:00", to: "07:00"}
lanes:
  nurse: {name: Nurse, discipline: nursing}
steps:
  arrive: {lane: nurse, kind: start, name: Patient arrives, events: [Arrive], next: triage}
  triage: {lane: nurse, kind: task, name: Triage, events: [Triage], next: score}
  score: {lane: nurse, kind: task, name: Score, next: treat}
  treat: {lane: nurse, kind: end, name: Treat, events: [Antibiotics, Fluids]}
rules:
  abx: {name: Antibiotics within 1 h, from: triage, to: treat, within_minutes: 60}
"""


def invoke(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    rows = ["mrn,what,at,ward"]
    for case in range(40):
        day = 1 + case % 7
        ward = "North" if case < 35 else "South"
        rows += [f"p{case},Arrive,2026-01-{day:02d}T08:00Z,{ward}", f"p{case},Triage,2026-01-{day:02d}T08:10Z,{ward}"]
        if case < 30:
            minute = "08:40" if case < 18 else "09:30"
            rows.append(f"p{case},Antibiotics,2026-01-{day:02d}T{minute}Z,{ward}")
        if case % 3 == 0:
            rows.append(f"p{case},X-ray,2026-01-{day:02d}T10:00Z,{ward}")
    path = tmp_path / "events.csv"
    path.write_text("\n".join(rows) + "\n")
    (tmp_path / "map.yaml").write_text(MAP)
    (tmp_path / "columns.toml").write_text('case = "mrn"\nactivity = "what"\ntimestamp = "at"\nsite = "ward"\n')
    return path


@pytest.fixture
def asked(log: Path) -> list[str]:
    return [str(log), "--mapping", str(log.with_name("columns.toml")), "--map", str(log.with_name("map.yaml"))]


def test_the_answer_comes_first_in_plain_words_with_every_denominator(asked):
    result = invoke(*asked, "--by", "site", "--by", "shift")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "40 cases with 124 events of 4 kinds, 1 Jan 2026 to 7 Jan 2026 (UTC)." in said
    assert "124 rows read = 124 loaded + 0 duplicate + 0 quarantined." in said
    assert "3 of 4 drawn steps are seen in the log; 0 are not, and 1 names no event and cannot be checked." in said
    assert "Drawn steps cover 110 of 124 events (89 %)." in said
    assert (
        "Antibiotics within 1 h: 18 of 40 cases (45 %) that began it kept it; 18 in time, 12 late, 10 without it. Of "
        "the 30 in whom it was done, 60 % kept it." in said
    )
    assert "The log has no activity Fluids" in said
    assert re.search(r"site North not told not told", said)
    assert "p12" not in result.output


def test_the_page_draws_the_real_map_and_refers_to_nothing_outside(asked, tmp_path):
    page, numbers = tmp_path / "check.html", tmp_path / "check.json"
    result = invoke(*asked, "--html", str(page), "--json", str(numbers), "--share", "1")
    assert result.exit_code == 0, result.output
    text = page.read_text()
    assert 'role="img"' in text
    assert "What really happens" in text
    assert not re.findall(r'(?:src|href)="(?!#)', text)
    document = json.loads(numbers.read_text())
    assert document["check"]["rules"][0]["outcomes"] == {
        "activated": 40, "before": 0, "in_time": 18, "late": 12, "missing": 10,
    }  # fmt: skip
    assert document["mapping"]["case"] == "mrn"
    assert document["intake"]["read"] == 124
    assert all(edge["count"] >= 11 for edge in document["check"]["graph"]["edges"])


def test_it_works_without_a_map(log):
    result = invoke(str(log), "--mapping", str(log.with_name("columns.toml")), "--top", "1")
    assert result.exit_code == 0, result.output
    assert "DRAWN STEPS" not in result.output
    assert "MOST FREQUENT PATHS" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "moon"], "attending reality: The log has no attribute 'moon' to tell cases apart by"),
        (["--time-zone", "Nowhere"], "time_zone 'Nowhere' is not the name of a time zone"),
        (["--connection", "lake"], "attending reality: "),
        (["--json", "/nowhere/x.json"], "there is no folder /nowhere"),
    ],
)
def test_wrong_use_leaves_with_2_and_says_what_to_do(asked, words, said):
    result = invoke(*asked, *words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_refused_log_leaves_with_2_names_its_rows_and_can_be_corrected(asked, log, tmp_path):
    log.write_text(log.read_text() + "p1,Triage,yesterday,North\np2,,2026-01-01T08:00Z,North\n")
    bad, page = tmp_path / "bad.csv", tmp_path / "check.html"
    result = invoke(*asked, "--quarantine", str(bad), "--html", str(page))
    assert result.exit_code == 2
    said = " ".join(result.output.split())
    assert "2 of 126 rows are bad (1.59 %), and at most 1 % may be" in said
    assert "yesterday" in said
    assert "2 bad rows written" in said
    assert bad.read_text().count("\n") == 3
    assert not page.exists()


def test_a_map_that_cannot_be_read_is_refused_with_its_problems(asked, log):
    path = log.with_name("map.yaml")
    path.write_text(MAP.replace("to: treat, within", "to: nowhere, within"))
    result = invoke(*asked)
    assert result.exit_code == 2
    assert "the map map.yaml is refused" in result.output
    assert "nowhere" in result.output
    assert invoke(str(log), "--map", str(log.with_name("none.yaml"))).exit_code == 2
