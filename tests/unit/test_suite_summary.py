"""What ``./attending test`` prints last, and when it fails."""

import pytest

from tools.run import Outcome, step
from tools.suite import closing_line, summary


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
