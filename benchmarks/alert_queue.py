"""How long the alert queue takes against SimPy, to the same start times; and a sweep over thresholds and teams.

    python benchmarks/alert_queue.py --patients 1_000_000

The same patients (seeded, synthetic) in every process; those at or above the threshold become alerts for six people who
are always there, and lapse after an hour. Each side runs in a fresh process, several rounds in turn:

- simpy: a `Resource` or `PriorityResource`, one process for each alert; patients who are no alert cost it nothing.
- queue: the compiled loop for the same alerts. Start times must be SimPy's to the last bit, else the script fails.
- whole: what a page asks, `draw_cohort` of all patients and `what_if` with every result and interval.
- sweep: `draw_cohort` and `sweep` for 31 thresholds and 5 teams over three shifts.

The seconds are those of the work itself; loading Python, NumPy, SimPy and the compiled loops is in the process's wall
time. Goal: the queue in at most 1/100 of SimPy's seconds, and the sweep in seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from alert_queue_sides import ORDERS
from processes import run

SCRIPT = Path(__file__).resolve().parent / "alert_queue_sides.py"
SIDES = ("simpy", "queue", "whole")


def main() -> None:
    """Compare the sides for each order, then run the sweep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bytecode = Path(folder)
        for side in (*SIDES, "sweep"):
            measured(side, ORDERS[0], 5_000, bytecode)  # compiles modules and loops, unmeasured
        for order in ORDERS:
            compare(order, given.patients, given.rounds, bytecode)
        found, wall, peak = measured("sweep", ORDERS[0], given.patients, bytecode)
    print(
        f"sweep of {found['points']} points over {found['patients']:,} patients: drawn in {found['draw_s']:.2f} s, "
        f"swept in {found['seconds']:.1f} s, process {wall:.1f} s, peak {peak:.0f} MB; slowest single answer "
        f"{found['slowest_s']:.3f} s"
    )


def compare(order: str, patients: int, rounds: int, bytecode: Path) -> None:
    """Print medians and ratios for one order; fail where start times differ."""
    runs: dict[str, list[tuple[dict[str, float], float, float]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, found in runs.items():
            found.append(measured(side, order, patients, bytecode))
    theirs = [found["seconds"] for found, _, _ in runs["simpy"]]
    digests = {found["digest"] for side in ("simpy", "queue") for found, _, _ in runs[side]}
    if len(digests) != 1:
        raise SystemExit(f"{order}: start times differ from SimPy's")
    first = runs["queue"][0][0]
    print(f"{order}: {first['patients']:,} patients, {first['alerts']:,} alerts; start times identical")
    for side, found in runs.items():
        seconds = [each["seconds"] for each, _, _ in found]
        wall, peak = statistics.median(each for _, each, _ in found), max(each for _, _, each in found)
        line = f"  {side:6} {statistics.median(seconds):8.3f} s, process {wall:5.1f} s, peak {peak:4.0f} MB"
        if side != "simpy":
            times = statistics.median(t / o for t, o in zip(theirs, seconds, strict=True))
            line += f"; SimPy takes {times:,.0f} times as long"
        print(line, flush=True)


def measured(side: str, order: str, patients: int, bytecode: Path) -> tuple[dict[str, float], float, float]:
    """What one process printed, its wall seconds and its peak memory in MB; fails where the process did."""
    found = run([sys.executable, str(SCRIPT), side, order, str(patients)], 1_800, bytecode=bytecode)
    if found.failure:
        raise SystemExit(f"{side}, {order}: {found.failure}")
    return json.loads(found.output), found.wall_s, found.peak_mb


if __name__ == "__main__":
    main()
