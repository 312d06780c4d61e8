"""How long it takes to re-run a panel's meeting 10,000 times, against a naive loop over the samples.

    python benchmarks/smaa.py --items 50 200 1000

A synthetic panel (seeded random scores and weights) of 12 panelists and 8 criteria. Each side runs in a fresh process,
imports included, several times in turn:

- naive: for each sample draw panelists and their weights, value every item with NumPy, `argsort`, count ranks. The loop
  anyone would write; it gives rank acceptabilities only.
- resample: `resample_panel`, the same model, with expected ranks, central weights, places among the first 20, and every
  pair of the first 50 compared.
- two threads: the same with two threads; the result is the same to the bit.
- any weights: `any_weights`, the scores as they are under any weights at all.
- rank: `rank_panel`, which the command and the pages call: both of the above, every cell's disagreement, agreement with
  bootstrap intervals, what would turn the order, and the sentences.

Printed: medians of wall and CPU seconds, the largest peak memory, and the median ratio of CPU to the naive loop's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from processes import Run, run
from smaa_sides import SIDES

SCRIPT = Path(__file__).resolve().parent / "smaa_sides.py"


def main() -> None:
    """Compare the sides and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, nargs="+", default=[1_000])
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bytecode = Path(folder)
        for side in given.sides:
            run(command(side, 5, 100), 600, bytecode=bytecode)  # compiles the modules, unmeasured
        for items in given.items:
            measured: dict[str, list[Run]] = {side: [] for side in given.sides}
            for _ in range(given.rounds):
                for side, runs in measured.items():
                    runs.append(run(command(side, items, given.samples), 3_600, bytecode=bytecode))
            print(f"{items:,} use cases, {given.samples:,} samples, {given.rounds} rounds in turn")
            report(measured)


def command(side: str, items: int, samples: int) -> list[str]:
    """What runs one side."""
    return [sys.executable, str(SCRIPT), side, str(items), str(samples)]


def report(measured: dict[str, list[Run]]) -> None:
    """Print medians, and each side's median ratio of CPU seconds to the naive loop of the same round."""
    for side, runs in measured.items():
        failure = next((each.failure for each in runs if each.failure), None)
        if failure:
            print(f"{side:12} {failure}")
            continue
        line = (
            f"{side:12} wall {statistics.median(each.wall_s for each in runs):5.2f} s, "
            f"CPU {statistics.median(each.cpu_s for each in runs):5.2f} s, "
            f"peak {max(each.peak_mb for each in runs):4.0f} MB"
        )
        if "naive" in measured and side != "naive":
            pairs = zip(runs, measured["naive"], strict=True)
            line += (
                f"; CPU x{statistics.median(ours.cpu_s / theirs.cpu_s for ours, theirs in pairs):.2f} of the naive loop"
            )
        print(f"{line}; {runs[-1].output.strip()}", flush=True)


if __name__ == "__main__":
    main()
