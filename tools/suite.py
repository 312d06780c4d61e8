"""``./attending test``: lint, then every test on SQLite, the database's again on PostgreSQL, those in Chromium,
and those on a Spark cluster where there is Java.

Two lanes run at once: the databases, which keep both processors of a small machine busy, and aside of them what waits
much (types, Chromium, Spark), whose output is shown when it has ended.

Further arguments go to pytest in each part, so ``./attending test tests/unit -k link`` runs a selection, one part after
another, without lint. Everything runs even when something failed; the closing lines of every part stand at the end.

Coverage is measured with ``--slow`` only: tracing nearly doubles the time of whatever writes queries.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import lint
from tools.postgres import PostgresUnavailable, running
from tools.run import Outcome, end_all, step
from tools.spark import SparkUnavailable, java

NO_TESTS = 5  # pytest's exit code when it selected nothing
CLOSING_LINE = re.compile(r"^=* ?.*\b(\d+ (passed|failed|skipped|deselected|errors?)|no tests ran)\b.* in [\d.]+s.*$")
RESULTS = Path("test-results")
BYTECODE = Path(".tools/bytecode")
SLOW = "--slow"
WORKERS = "2"
NOT_ON_SPARK = (
    "Not tested on Spark: its cluster starts with --slow and a Java that works (openjdk-17-jre-headless, or JAVA_HOME)."
)


class Part:
    """One pytest run."""

    def __init__(self, name: str, options: Sequence[str], database: str | None = None) -> None:
        self.name = name
        self.options = options
        self.database = database

    def run(self, arguments: Sequence[str], *, aside: bool = False) -> Outcome:
        """Run it and return how it ended; selecting no test is not a failure of a part."""
        command = [
            sys.executable, "-m", "pytest", "-q", "--color=no", "--durations=10", "--durations-min=1",
            f"--junit-xml={RESULTS / self.name}.xml", *self.options, *arguments,
        ]  # fmt: skip
        return step(f"tests: {self.name}", command, self._environment(), aside=aside)

    def _environment(self) -> Mapping[str, str]:
        environment = {name: value for name, value in os.environ.items() if name != "ATTENDING_DATABASE"}
        if self.database:
            environment["ATTENDING_DATABASE"] = self.database
        return environment


def keep_bytecode() -> None:
    """Keep compiled modules for every process of the run and of the next, even where Python is told to keep none."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE.absolute())


def closing_line(outcome: Outcome) -> str:
    """pytest's own last line, such as ``12 passed, 1 deselected in 0.42s``; empty if it never came so far."""
    return next((line for line in reversed(outcome.lines) if CLOSING_LINE.match(line)), "")


def is_whole(arguments: Sequence[str]) -> bool:
    """Whether every test is asked for, not a selection."""
    return not [argument for argument in arguments if argument != SLOW]


def tests(arguments: Sequence[str]) -> list[Outcome]:
    """Run the four parts with ``arguments``; the whole in two lanes, with the types, and with --slow the coverage."""
    whole = is_whole(arguments)
    if not whole:
        return [*on_databases(arguments, whole=False), *elsewhere(arguments, whole=False)]
    with ThreadPoolExecutor(max_workers=1) as lane:
        aside = lane.submit(lambda: [lint.types(aside=True), *elsewhere(arguments, whole=True)])
        try:
            outcomes = [*on_databases(arguments, whole=True), *aside.result()]
        except BaseException:
            end_all()
            raise
    if SLOW in arguments:
        outcomes.append(step("coverage", [sys.executable, "-m", "coverage", "report", "--skip-covered"]))
    return outcomes


def on_databases(arguments: Sequence[str], *, whole: bool) -> list[Outcome]:
    """Every test on SQLite, measured for the whole with --slow, and those of the database on PostgreSQL."""
    spread = ["-n", WORKERS, "--dist", "worksteal"] if whole else []
    measured = ["--cov", "--cov-report=", "--cov-fail-under=0"] if whole and SLOW in arguments else []
    outcomes = [Part("SQLite", ["-m", "not browser and not spark", *spread, *measured]).run(arguments)]
    try:
        with running() as database:
            options = ["-m", "database and not browser and not spark", *spread]
            outcomes.append(Part("PostgreSQL", options, database).run(arguments))
    except PostgresUnavailable as problem:
        print(problem)
        outcomes.append(Outcome("tests: PostgreSQL", 1, 0.0, (str(problem),)))
    return outcomes


def elsewhere(arguments: Sequence[str], *, whole: bool) -> list[Outcome]:
    """What needs Chromium and, with --slow or in a selection, a Spark cluster; without Java the run says so."""
    pages, specification = (["tests/browser"], ["tests/spec"]) if whole else ([], [])
    outcomes = [Part("browser", ["-m", "browser", *pages]).run(arguments, aside=whole)]
    if whole and SLOW not in arguments:
        return outcomes
    try:
        java()
    except SparkUnavailable:
        return outcomes
    return [*outcomes, Part("Spark", ["-m", "spark", *specification]).run(arguments, aside=whole)]


def summary(outcomes: Sequence[Outcome]) -> int:
    """Print how every part ended, pytest's closing lines last; return the exit code of the whole."""
    parts = [outcome for outcome in outcomes if outcome.title.startswith("tests: ")]
    selected = [part for part in parts if part.code != NO_TESTS]
    failed = [outcome for outcome in outcomes if outcome.failed and outcome not in parts]
    failed += [part for part in selected if part.failed]
    print("\n--- summary")
    for outcome in outcomes:
        word = "nothing selected" if outcome in parts and outcome not in selected else outcome.word
        print(f"{outcome.title:<20}{word:<18}{outcome.seconds:6.1f} s")
    if not any(part.title == "tests: Spark" for part in parts):
        print(NOT_ON_SPARK)
    for part in selected:
        print(closing_line(part) or f"{part.title} ended before pytest's closing line")
    if not selected:
        print("No test was selected.")
        return NO_TESTS
    return int(bool(failed))


def main(arguments: list[str]) -> int:
    """Run everything, or with arguments the selected tests."""
    # A terminated run still stops its PostgreSQL and removes its folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    RESULTS.mkdir(exist_ok=True)
    keep_bytecode()
    linted = lint.quick_checks() if is_whole(arguments) else []
    with tempfile.TemporaryDirectory(prefix="attending-template-") as template:
        os.environ["ATTENDING_TEST_TEMPLATE"] = template  # the parts share one migrated database: tests/settings.py
        return summary([*linted, *tests(arguments)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
