"""How long an event log takes to be held against two time rules: Attending, and PM4Py beside it.

    python benchmarks/event_log.py --events 1_000_000 10_000_000 --pm4py /path/to/environment/bin/python

Writes a seeded synthetic log of about so many events (some 700,000 cases for 10 million, 3 % of the events lost) as
Parquet, and has each side read it, put it in order, and count the directly-follows graph, the variants and two time
rules. Each side is a whole process, imports included, alone, after one unmeasured run of 20,000 events so that neither
compiles while it is measured. PM4Py is AGPL: it is run only where the Python of an environment that has it is given.

Printed are the seconds of each step and of the whole process. The goal is on the counting: graph, variants and rules.
Attending also checks every page of the file and every row, and gives mean and median times of every pair.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from event_log_synthetic import write_events
from processes import Run, run

HERE = Path(__file__).resolve().parent
COMPARED = ("events", "cases", "edges", "transitions", "variants", "antibiotics in time", "lactate in time")
COUNTING = ("directly-follows", "variants", "two time rules")
MOST_MEMORY_MB = 2_000
RATIO = 20


def main() -> None:
    """Compare the sides and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--pm4py", type=Path, help="the Python of an environment with PM4Py")
    parser.add_argument("--timeout", type=float, default=3_600)
    given = parser.parse_args()
    sides = {"Attending": [sys.executable, str(HERE / "event_log_sides.py")]}
    if given.pm4py is not None:
        sides["PM4Py"] = [str(given.pm4py), str(HERE / "event_log_pm4py.py")]
    with tempfile.TemporaryDirectory() as folder:
        log, bytecode = Path(folder, "events.parquet"), Path(folder, "bytecode")
        write_events(log, 20_000)
        for command in sides.values():
            run([*command, str(log)], given.timeout, bytecode=bytecode)
        for wanted in given.events:
            written = write_events(log, wanted)
            print(f"{written:,} events, {log.stat().st_size / 1e6:.0f} MB")
            report({name: run([*c, str(log)], given.timeout, bytecode=bytecode) for name, c in sides.items()})


def report(taken: dict[str, Run]) -> None:
    """Print what each side took, by step, and whether they agree."""
    said: dict[str, dict[str, Any]] = {}
    for name, each in taken.items():
        if each.failure:
            print(f"  {name}: {each.failure}")
            continue
        said[name] = json.loads(each.output.strip().splitlines()[-1])
        steps = ", ".join(f"{step} {seconds}" for step, seconds in said[name]["seconds"].items())
        print(f"  {name}: wall {each.wall_s:.1f} s, CPU {each.cpu_s:.1f} s, peak {each.peak_mb:.0f} MB ({steps})")
    if len(said) < 2:
        return
    ours, theirs = taken["Attending"], taken["PM4Py"]
    counting = [sum(said[name]["seconds"][step] for step in COUNTING) for name in ("Attending", "PM4Py")]
    print(f"  counting: 1/{counting[1] / counting[0]:.0f} of PM4Py's time (goal: at most 1/{RATIO})")
    print(
        f"  whole process: 1/{theirs.wall_s / ours.wall_s:.1f} of PM4Py's wall time, 1/{theirs.cpu_s / ours.cpu_s:.1f} "
        "of its CPU time"
    )
    print(f"  peak memory: {ours.peak_mb:.0f} MB (goal: under {MOST_MEMORY_MB:,} MB)")
    for figure in COMPARED:
        ours_, theirs_ = said["Attending"][figure], said["PM4Py"][figure]
        print(f"  {figure}: {ours_:,} and {theirs_:,}{'' if ours_ == theirs_ else ' DIFFERENT'}")


if __name__ == "__main__":
    main()
