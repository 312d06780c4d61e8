"""How long a whole review of a prediction log takes, against a bare pass of Arrow and `numpy.bincount` over it.

    python benchmarks/score_table.py --rows 10_000_000

Writes a seeded synthetic Parquet file (score, outcome with 5 % not yet known, timestamp over 12 months, attributes of
2, 5, 6 and 20 levels, page checksums), then runs the sides several times in turn, each in a fresh process:

- bare: streams the row groups of the same columns and counts rows by level x month x 10,000 score bins x outcome with
  one `numpy.bincount` per attribute. No sums, no check of the file or of any row, no thresholds, no table, no measure.
- bare sums: the same with the sums of the scores and of their squares, two more weighted `bincount`s per attribute;
  this is what a score table without least and greatest scores needs.
- reduce: `reduce_log` alone (SHA-256, every page's checksum, every value validated, five thresholds as bin edges, least
  and greatest score of each cell, the score table).
- one review: `reduce_log`, then `review_performance` over all months: overall, each level, each month.
- review: the same, and again over the last three and the last six months, as a page of the product shows it.
- lattice: one review, and every measure of each level in each month.

Printed: medians of CPU and wall seconds, peak memory, imports included, and the ratios to both bare passes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from processes import Run, run
from sides import SIDES
from synthetic_log import write_log

SCRIPT = Path(__file__).resolve().parent / "sides.py"


def main() -> None:
    """Compare the sides and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--file", help="use this file, made by an earlier run, instead of writing one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bytecode = Path(folder) / "bytecode"
        path = Path(given.file) if given.file else Path(folder) / "log.parquet"
        if not path.exists():
            write_log(path, given.rows)
        print(f"{path.stat().st_size / 1e6:.0f} MB Parquet, {given.rounds} rounds in turn")
        measured: dict[str, list[Run]] = {side: [] for side in given.sides}
        commands = {side: [sys.executable, str(SCRIPT), side, str(path)] for side in given.sides}
        for command in commands.values():
            run(command, 3_600, bytecode=bytecode)  # compiles the modules, unmeasured
        for _ in range(given.rounds):
            for side, runs in measured.items():
                runs.append(run(commands[side], 3_600, bytecode=bytecode))
                last = runs[-1]
                said = last.failure or last.output.strip()
                print(
                    f"{side:10} wall {last.wall_s:6.2f} CPU {last.cpu_s:6.2f} {last.peak_mb:5.0f} MB {said}", flush=True
                )
    report(measured)


def report(measured: dict[str, list[Run]]) -> None:
    """Print medians, and each side's median ratio to the bare passes of the same round."""
    for side, runs in measured.items():
        line = (
            f"{side:10} wall {statistics.median(r.wall_s for r in runs):.2f} s, "
            f"CPU {statistics.median(r.cpu_s for r in runs):.2f} s, peak {max(r.peak_mb for r in runs):.0f} MB"
        )
        for base in ("bare", "bare sums"):
            if base in measured and not side.startswith("bare"):
                pairs = list(zip(runs, measured[base], strict=True))
                wall = statistics.median(ours.wall_s / theirs.wall_s for ours, theirs in pairs)
                cpu = statistics.median(ours.cpu_s / theirs.cpu_s for ours, theirs in pairs)
                memory = statistics.median(ours.peak_mb / theirs.peak_mb for ours, theirs in pairs)
                line += f"; to {base}: wall x{wall:.2f}, CPU x{cpu:.2f}, memory x{memory:.2f}"
        print(line)


if __name__ == "__main__":
    main()
