"""What ``./attending test`` gives its processes, what it prints last, and when it fails."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools import run
from tools.run import Outcome, step
from tools.suite import closing_line, keep_bytecode, summary


def part(name: str, code: int, *lines: str) -> Outcome:
    return Outcome(f"tests: {name}", code, 1.0, lines)


def test_pytests_own_closing_lines_come_last(capsys):
    outcomes = [
        Outcome("mypy", 0, 5.0, ("Success: no issues found",)),
        part("SQLite", 0, "....", "412 passed, 3 deselected in 60.21s (0:01:00)"),
        part("PostgreSQL", 0, "101 passed in 40.00s"),
        Outcome("coverage", 0, 1.0, ("TOTAL 90%",)),
    ]
    assert summary(outcomes) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "412 passed, 3 deselected in 60.21s (0:01:00)",
        "101 passed in 40.00s",
    ]


@pytest.mark.parametrize("title", ["mypy", "coverage", "ruff check"])
def test_one_failure_fails_the_whole(title):
    assert summary([Outcome(title, 1, 1.0, ()), part("SQLite", 0, "1 passed in 0.1s")]) == 1


def test_a_part_in_which_nothing_was_selected_is_no_failure(capsys):
    outcomes = [part("SQLite", 0, "1 passed in 0.10s"), part("browser", 5, "no tests ran in 0.01s")]
    assert summary(outcomes) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed in 0.10s"


def test_no_test_at_all_is_a_failure():
    assert summary([part("SQLite", 5, "no tests ran in 0.01s"), part("browser", 5, "no tests ran in 0.01s")]) == 5


def test_a_part_that_broke_before_its_closing_line_is_named(capsys):
    assert summary([part("SQLite", 4, "ImportError: no module")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "tests: SQLite ended before pytest's closing line"


@pytest.mark.parametrize(
    "line",
    ["3 passed in 0.02s", "=== 1 failed, 2 passed, 1 warning in 1.00s ===", "2 errors in 0.40s"],
)
def test_closing_lines_are_recognised(line):
    assert closing_line(part("SQLite", 0, line, "", "junit written to x.xml")) == line


def test_a_step_keeps_output_and_exit_code(capsys):
    outcome = step("shell", ["sh", "-c", "echo out; echo err >&2; exit 3"])
    assert (outcome.code, outcome.lines) == (3, ("out", "err"))
    assert "out\nerr\n" in capsys.readouterr().out


def test_a_step_aside_shows_its_output_whole_when_it_has_ended(capsys):
    code = "import sys; print('first'); print('second'); sys.exit(3)"
    outcome = step("aside", [sys.executable, "-c", code], aside=True)
    assert (outcome.code, outcome.lines) == (3, ("first", "second"))
    assert capsys.readouterr().out == "\n--- aside\nfirst\nsecond\n"


def test_when_all_are_ended_the_lane_aside_ends_too_and_begins_nothing_more(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "_ended", threading.Event())
    began = tmp_path / "began"
    code = f"import pathlib, time; pathlib.Path({str(began)!r}).touch(); time.sleep(60)"
    with ThreadPoolExecutor(max_workers=1) as lane:
        waiting = lane.submit(step, "waits", [sys.executable, "-c", code], aside=True)
        while not began.exists() and not waiting.done():
            time.sleep(0.01)
        run.end_all()
        assert waiting.result(timeout=20).failed
        with pytest.raises(run.Ended, match="next"):
            step("next", [sys.executable, "-c", ""])


def test_compiled_modules_are_kept_for_the_processes_to_come_and_not_beside_the_sources(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("subject.py").touch()
    keep_bytecode()
    assert not step("imports", [sys.executable, "-c", "import subject"]).failed
    assert [
        path.parts[0] for path in sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("subject.*pyc"))
    ] == [".tools"]
