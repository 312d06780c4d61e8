"""``attending workload``: the documented file is answered in words, its files agree, and bad input leaves nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from attending.analytics.alert_queue import Sweep, read_workload, sweep
from attending.analytics.records import from_record
from attending.cli.main import listing
from attending.cli.workload import app

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "workload.md"
EXAMPLE, LOG, BINS = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), flags=re.DOTALL)
"""The file that the documentation shows, and its two other validations."""

SMALL = EXAMPLE.replace("days = 28", "days = 4").replace("replications = 20", "replications = 4")
PRESET = re.compile(r"\[validation\].*?(?=\[arrivals\])", flags=re.DOTALL)


def run(folder: Path, text: str, *options: str) -> Result:
    (folder / "sepsis.toml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, [str(folder / "sepsis.toml"), *options])


def words(result: Result) -> str:
    return re.sub(r"\s+", " ", result.stdout)


def test_the_documented_file_is_answered_in_plain_words(tmp_path: Path) -> None:
    result = run(tmp_path, EXAMPLE)
    assert result.exit_code == 0, result.output
    said = words(result)
    assert "If every alert were handled at once, 0.04836 would be best" in said
    assert re.search(r"With team as today it is worth 1\.\d .*? Best for this team is 0\.08\d+", said)
    assert "Team as today can carry none of these thresholds" in said
    assert re.search(r"Team two by day can carry 0\.05595 and above\. At 0\.05202: in shift day alerts need", said)
    assert "aggregate from the literature" in said
    assert "not verified in the primary source" in said
    assert "Erlang's formula says nothing here" in said
    assert re.search(r"0\.09215 +53\.\d", result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_the_files_hold_every_number_and_are_the_same_each_time(tmp_path: Path) -> None:
    page, data = tmp_path / "a.html", tmp_path / "a.json"
    assert run(tmp_path, SMALL, "--html", str(page), "--json", str(data)).exit_code == 0
    first = data.read_text()
    assert run(tmp_path, SMALL, "--json", str(data)).exit_code == 0
    assert data.read_text() == first
    document = json.loads(first)
    assert document["schema"] == "attending.workload/1"
    kept = from_record(Sweep, document["sweep"])
    assert kept == sweep(read_workload(document["workload"]))
    assert [each["team"] for each in document["demand"]] == [each.team for each in kept.points]
    html = page.read_text()
    assert html.count("<figure>") == 5
    assert document["words"][0] in html
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="', html)


def test_only_the_thresholds_asked_for_are_simulated(tmp_path: Path) -> None:
    data = tmp_path / "a.json"
    result = run(tmp_path, SMALL, "--threshold", "0.09215", "--threshold", "0.1039", "--json", str(data))
    assert result.exit_code == 2
    assert "threshold 0.1039 lies inside the score bin" in result.stderr
    assert not data.exists()
    nearest = re.search(r"here ([\d.]+) or", result.stderr)
    assert nearest is not None
    result = run(tmp_path, SMALL, "--threshold", "0.09215", "--threshold", nearest[1], "--json", str(data))
    assert result.exit_code == 0, result.output
    assert json.loads(data.read_text())["sweep"]["thresholds"] == [0.09215, float(nearest[1])]


def test_bins_may_be_written_out(tmp_path: Path) -> None:
    result = run(tmp_path, PRESET.sub(BINS, SMALL))
    assert result.exit_code == 0, result.output
    assert "Validation: Silent run, March 2026. " in words(result)
    assert "aggregate" not in result.stdout


def test_a_log_is_reduced_to_its_bins(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    risk = rng.beta(1, 6, 2_000).round(3)
    rows = [f"{each},{int(rng.random() < each)},2026-03-{1 + at % 28:02d}" for at, each in enumerate(risk)]
    (tmp_path / "predictions.csv").write_text("\n".join(["risk,sepsis,scored_at", *rows]) + "\n")
    text = PRESET.sub(LOG, SMALL)
    result = run(tmp_path, "thresholds = [0.2, 0.35]\n" + text)
    assert result.exit_code == 0, result.output
    events = sum(row.split(",")[1] == "1" for row in rows)
    assert f"predictions.csv: 2,000 labelled predictions, {events} events." in words(result)
    assert re.search(r"^0\.35 ", result.stdout, flags=re.MULTILINE)
    (tmp_path / "predictions.csv").write_text("risk,died,scored_at\n0.2,1,2026-03-01\n")
    result = run(tmp_path, text)
    assert result.exit_code == 2
    assert "sepsis" in result.stderr


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("night = 0", "night = -1", "people of team 'as today' in shift 'night' is -1"),
        ("day = 1, late = 1, night = 0", "day = 0, late = 0, night = 0", "nobody is ever on duty"),
        ("minutes = 60", "minutes = 0", "minutes of the deadline is 0"),
        ("minutes = 15", "minutes = nan", "minutes of handling is nan"),
        ("days = 28", "days = 30000", "at most 10,000,000 are drawn"),
        ("[handling]", "[handling", "is not TOML"),
        ('preset = "epic-sepsis-v1"', 'log = "none.csv"', "none.csv"),
        ('preset = "epic-sepsis-v1"', "log = 3", "log of the validation is 3"),
        ('preset = "epic-sepsis-v1"', 'log = "a.csv"\nscroe = "risk"', "validation has 'scroe'"),
        ('title = "', 'thresholds = ["high"]\ntitle = "', "should be float, not 'high'"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_is_written(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in EXAMPLE
    result = run(tmp_path, EXAMPLE.replace(before, after, 1), "--json", str(tmp_path / "a.json"))
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sepsis.toml"]


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    runner = CliRunner()
    assert "is a folder" in runner.invoke(app, [str(tmp_path)]).stderr
    assert "cannot be read" in runner.invoke(app, [str(tmp_path / "none.toml")]).stderr
    (tmp_path / "latin.toml").write_bytes("title = 'Übergabe'".encode("latin-1"))
    assert "not UTF-8" in runner.invoke(app, [str(tmp_path / "latin.toml")]).stderr
    assert "there is no folder" in run(tmp_path, SMALL, "--html", str(tmp_path / "no" / "a.html")).stderr
    assert "is no number" in run(tmp_path, SMALL, "--threshold", "high").stderr


def test_the_command_is_listed() -> None:
    assert re.search(r"workload +say which team can carry which alert threshold", listing())
