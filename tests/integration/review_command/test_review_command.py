"""``attending review run``: what it prints and writes, and that it writes all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from attending.analytics import from_document
from attending.cli.review import app
from attending.documents import DocumentError
from attending.review.models import LogSource, ReviewRun
from tests.integration.house import House
from tests.integration.review_command.logs import HEADER, OPTIONS, write_csv

pytestmark = pytest.mark.no_cover


def review(log: object, *options: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["run", str(log), *OPTIONS, *map(str, options)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return write_csv(folder / "log.csv")


def test_it_prints_what_stands_out_then_every_number_within_a_hundred_columns(log: Path) -> None:
    printed = review(log, "--by", "unit", "--threshold", "0.1", "--threshold", "0.5").stdout
    assert printed.index("WHAT STANDS OUT") < printed.index("OVERALL") < printed.index("AT THRESHOLDS")
    assert printed.index("BY UNIT") < printed.index("BY MONTH") < printed.index("SOURCE")
    assert "300 rows read = 300 loaded + 0 duplicate + 0 quarantined" in printed
    assert hashlib.sha256(log.read_bytes()).hexdigest() in printed
    assert max(len(line) for line in printed.splitlines()) <= 100


def test_json_is_the_only_thing_on_standard_output_and_reads_back(log: Path) -> None:
    document = json.loads(review(log, "--by", "unit", "--threshold", "0.10", "--json").stdout)
    read = from_document(document["review"])
    assert read.overall.n == 300
    assert document["mapping"]["thresholds"] == ["0.10"]
    assert document["source_sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()
    assert document["intake"]["loaded"] == 300


def test_html_and_pdf_are_written_beside_what_is_printed(log: Path, tmp_path: Path) -> None:
    html, pdf = tmp_path / "review.html", tmp_path / "review.pdf"
    review(log, "--by", "unit", "--threshold", "0.3", "--html", html, "--pdf", pdf)
    assert html.read_text().startswith("<!doctype html>")
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert left_in(tmp_path) == {"logs", "review.html", "review.pdf"}


def test_a_pdf_that_fails_leaves_no_html_behind(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> bytes:
        raise DocumentError("The document template review.typ could not be set")

    monkeypatch.setattr("attending.review.report.pdf.review_pdf", broken)
    result = review(log, "--html", tmp_path / "review.html", "--pdf", tmp_path / "review.pdf", code=2)
    assert "review.typ" in result.stderr
    assert result.stdout == ""
    assert left_in(tmp_path) == {"logs"}


def test_a_file_that_stands_is_kept_when_the_review_is_refused(log: Path, tmp_path: Path) -> None:
    html = tmp_path / "review.html"
    html.write_text("the earlier one")
    write_csv(log, change=lambda _, right: (*right[:1], "1.5", *right[2:]))
    review(log, "--html", html, code=2)
    assert html.read_text() == "the earlier one"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--html", "{out}"), "is a folder"),
        (("--pdf", "{out}/absent/review.pdf"), "there is no folder"),
        (("--html", "{log}"), "is the log itself"),
        (("--quarantine", "{log}"), "is the log itself"),
        (("--html", "{out}/a", "--pdf", "{out}/a"), "the same file"),
        (("--html", "{out}/" + "a" * 300), "cannot be written"),
        (("--threshold", "high"), "not a number"),
        (("--threshold", "1.2"), "not a probability"),
        (("--threshold", "nan"), "not a probability"),
        (("--by", "unit", "--by", "unit"), "given twice"),
        (("--comparator", "risk"), "mapped twice"),
    ],
)
def test_wrong_use_is_said_and_nothing_is_written(
    options: tuple[str, ...], said: str, log: Path, tmp_path: Path
) -> None:
    before = log.read_bytes()
    given = [option.format(out=tmp_path, log=log) for option in options]
    result = review(log, *given, code=2)
    assert said in result.stderr
    assert result.stdout == ""
    assert left_in(tmp_path) == {"logs"}
    assert log.read_bytes() == before


def test_a_review_that_cannot_be_recorded_writes_nothing(log: Path, tmp_path: Path, db: None) -> None:
    result = review(log, "--deployment", "1", "--as", "nobody", "--html", tmp_path / "review.html", code=2)
    assert "There is no active person with the login 'nobody'" in result.stderr
    assert left_in(tmp_path) == {"logs"}


def test_a_review_is_recorded_for_a_deployment_by_who_may(log: Path, tmp_path: Path, house: House) -> None:
    html = tmp_path / "review.html"
    given = ("--deployment", house.deployment.pk, "--html", html)
    assert house.nurse.user is not None
    assert house.platform.user is not None
    review(log, *given, "--as", house.nurse.user.username, code=2)
    assert not html.exists()
    assert not ReviewRun.objects.exists()
    review(log, *given, "--as", house.platform.user.username)
    run = ReviewRun.objects.get()
    assert run.run_by == house.platform
    assert run.source_sha256 in html.read_text()
    assert not LogSource.objects.exists()


def test_where_a_log_lies_is_kept_when_asked(log: Path, house: House) -> None:
    assert house.platform.user is not None
    review(log, "--deployment", house.deployment.pk, "--as", house.platform.user.username, "--keep-source")
    source = LogSource.objects.get()
    assert (source.deployment, source.location) == (house.deployment, str(log))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(log: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "cannot be written by this account" in review(log, "--html", locked / "review.html", code=2).stderr


def spoil(position: int, value: str, *, every: int):
    def change(number: int, right: tuple[str, ...]) -> list[str]:
        cells = list(right)
        if number % every == 7 % every:
            cells[position] = value
        return cells

    return change


@pytest.mark.parametrize(
    ("position", "value", "column", "rule"),
    [
        (1, "1.5", "risk", "0 to 1"),
        (1, "-0.1", "risk", "0 to 1"),
        (1, "", "risk", "The score is empty"),
        (1, "high", "risk", "not a number"),
        (2, "2", "died", "neither 0 nor 1"),
        (3, "yesterday", "at", "ISO 8601"),
    ],
)
def test_too_many_bad_rows_refuse_the_log_with_place_rule_and_fix(
    position: int, value: str, column: str, rule: str, tmp_path: Path
) -> None:
    every = 1 if position == 1 else 10
    log = write_csv(tmp_path / "log.csv", 100, change=spoil(position, value, every=every))
    html, bad = tmp_path / "review.html", tmp_path / "bad.csv"
    result = review(log, "--html", html, "--quarantine", bad, code=2)
    first = 2 if every == 1 else 9
    assert re.search(rf"- log\.csv, line {first}, column {column}", result.stderr), result.stderr
    assert rule in result.stderr
    assert re.search(r"fix:  \w", result.stderr)
    assert result.stdout == ""
    assert not html.exists()
    assert len(bad.read_text().splitlines()) == 1 + 100 // every


def test_one_bad_row_in_a_hundred_is_set_aside_and_shown(tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv", 200, change=spoil(2, "maybe", every=200))
    bad = tmp_path / "bad.csv"
    result = review(log, "--quarantine", bad)
    assert "200 rows read = 199 loaded + 0 duplicate + 1 quarantined" in result.stdout
    assert "log.csv, line 9, column died, value 'maybe'" in result.stdout
    assert "neither 0 nor 1" in bad.read_text()
    assert "nothing was loaded" in review(log, "--all-or-nothing", code=2).stderr


def test_a_refusal_is_json_too_when_json_was_asked_for(tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv", 50, change=spoil(1, "7", every=1))
    refused = json.loads(review(log, "--json", code=2).stdout)
    assert "nothing was loaded" in refused["refused"]
    assert refused["intake"]["rejections"][0]["line"] == 2


def test_duplicates_and_conflicts_are_counted(tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv", 300)
    with log.open("a") as file:
        file.write("p0,0.01,1,2026-01-15T10:00:00Z,ICU\np1,0.99,0,2026-02-15T10:00:00Z,ward\n")
    printed = review(log, "--key", "id").stdout
    assert re.search(r"302 rows read = \d+ loaded \+ 1 duplicate \+ 2 quarantined \(2 of them conflicts\)", printed)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (",".join(HEADER).encode() + b"\n", "row"),
        (b"id,risc,died,at\n1,0.5,1,2026-01-01\n", "risc"),
        (b"\xff\xfe\x00\x01", ""),
        (b'id,risk,died,at\n1,0.5,1,"2026-01-01\n2,0.5,0,2026-01-01\n', "quot"),
        (b"id,risk,risk,died,at\n1,0.5,0.5,1,2026-01-01\n", "risk"),
        (b"PAR1 not really PAR1", ""),
        (b"id,risk,died,at\n1,0.5,1\n", ""),
        (b"\x1f\x8b\x08\x00", ""),
    ],
)
def test_a_file_with_the_wrong_structure_is_refused_whole(content: bytes, said: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes(content)
    result = review(log, "--html", tmp_path / "review.html", code=2)
    assert result.stderr.startswith("Refused: ")
    assert said in result.stderr
    assert "fix:" in result.stderr
    assert left_in(tmp_path) == {"log.csv"}


@pytest.mark.parametrize("name", ["log.parquet", "log.csv.gz", "log.xlsx", "absent.csv"])
def test_what_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    if name != "absent.csv":
        (tmp_path / name).write_bytes(b"PAR1" + b"\0" * 40 + b"PAR1")
    assert review(tmp_path / name, code=2).stderr.startswith("Refused: ")


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv", header=("id", "risk", "dead", "at", "unit"))
    error = review(log, code=2).stderr
    assert "died" in error
    assert "dead" in error


def test_a_subgroup_and_a_month_without_events_say_why_and_how_many_more(tmp_path: Path) -> None:
    def change(number: int, right: tuple[str, ...]) -> list[str]:
        cells = list(right)
        if cells[4] == "ward" or cells[3].startswith("2026-03"):
            cells[2] = "0"
        return cells

    log = write_csv(tmp_path / "log.csv", change=change)
    html, pdf = tmp_path / "review.html", tmp_path / "review.pdf"
    printed = " ".join(review(log, "--by", "unit", "--html", html, "--pdf", pdf).stdout.split())
    assert "No events among" in printed
    for paper in (printed, html.read_text()):
        assert "AUROC: No events among" in paper or "AUROC, " in paper
        assert "at least 10 needed" in paper


def test_names_and_levels_from_the_file_are_text_everywhere(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    header = ("id", "risk", "died", "at", f"<img src=x onerror=alert(2)>{chr(27)}[31m")
    log = write_csv(
        tmp_path / "log.csv",
        header=header,
        change=lambda n, right: (
            *right[:4],
            (hostile, '#panic("typst") {{ template }} ${x}', "' OR 1=1 -- \u5185\u79d1")[n % 3],
        ),
    )
    html, pdf = tmp_path / "review.html", tmp_path / "review.pdf"
    result = review(log, "--by", header[4], "--html", html, "--pdf", pdf)
    assert chr(27) not in result.stdout
    written = html.read_text()
    assert hostile not in written
    assert "&lt;script&gt;alert(1)" in written
    assert {"script", "img"}.isdisjoint(tags(written))
    assert pdf.read_bytes().startswith(b"%PDF")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


def tags(html: str) -> set[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.names


def attending(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "attending.cli.main", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_as_a_process_it_ends_with_0_or_2_and_makes_no_folder(log: Path, plain_environment: None) -> None:
    done = attending("review", "run", log.name, *OPTIONS, "--json", cwd=log.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["intake"]["read"] == 300
    refused = attending("review", "run", "absent.csv", *OPTIONS, cwd=log.parent)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Traceback" not in refused.stderr
    assert left_in(log.parent) == {"log.csv"}


def test_help_names_every_column_option(log: Path) -> None:
    help_text = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    for option in ("--score", "--outcome", "--time", "--by", "--threshold", "--json", "--html", "--pdf"):
        assert option in help_text


@pytest.mark.parametrize(
    ("count", "outcome"),
    [
        pytest.param(40, "", id="none known", marks=pytest.mark.slow),
        pytest.param(40, "0", id="no event"),
        pytest.param(40, "1", id="all", marks=pytest.mark.slow),
        pytest.param(1, "1", id="one row"),
    ],
)
def test_papers_are_made_of_logs_that_say_next_to_nothing(count: int, outcome: str, tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv", count, change=spoil(2, outcome, every=1))
    html, pdf = tmp_path / "review.html", tmp_path / "review.pdf"
    printed = review(log, "--by", "unit", "--threshold", "0.5", "--html", html, "--pdf", pdf).stdout
    assert "needed" in printed
    assert "needed" in html.read_text()
    assert pdf.read_bytes().startswith(b"%PDF")
