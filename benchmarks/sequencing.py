"""How good a plan the planner finds, and how far from best it can be, on generated questions of three sizes.

    python benchmarks/sequencing.py                    # 40x4 to the proof, 100x8 and 300x12 for 60 s, five seeds each
    python benchmarks/sequencing.py --sizes 100x8 --seeds 0 1 --seconds 20

Goals: 40 initiatives over 4 quarters proven best in seconds; 100 over 8 and 300 over 12 within 3 % of the bound in 60
s on two processors, median of five seeds. Beside it, what ranking and going down the list reaches of the plan's
value. Each run is a process of its own, imports included; peak memory is what the operating system counted.
`planning_instances.py` says how questions are drawn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from planning_instances import instance
from processes import run

SIZES = ("40x4", "100x8", "300x12")


def main() -> None:
    """Run every size with every seed, and print each and the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), help="initiatives x quarters, such as 100x8")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--one", help="run this size once, in this process, with the first seed, and print it as JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(planned(given.one, given.seeds[0], given.seconds, given.threads)))
        return
    for size in given.sizes:
        found = [measured(size, seed, given.seconds, given.threads) for seed in given.seeds]
        middle = {name: statistics.median(float(each[name]) for each in found) for name in found[0]}
        print(
            f"{size:7} median: gap {middle['gap']:.2%}, {middle['seconds']:.1f} s, down the list "
            f"{middle['down_the_list']:.0%} of the plan, peak {middle['peak_mb']:.0f} MB; proven "
            f"{sum(each['gap'] == 0 for each in found)} of {len(found)}",
            flush=True,
        )


def measured(size: str, seed: int, seconds: float, threads: int) -> dict[str, float]:
    """One run in a process of its own, printed."""
    script = str(Path(__file__).resolve())
    options = ["--one", size, "--seeds", str(seed), "--seconds", str(seconds), "--threads", str(threads)]
    done = run([sys.executable, script, *options], seconds * 2 + 60)
    if done.failure:
        raise SystemExit(f"{size} seed {seed}: {done.failure}")
    figures: dict[str, float] = json.loads(done.output.splitlines()[-1])
    figures["peak_mb"], figures["cpu"] = done.peak_mb, done.cpu_s
    print(
        f"{size:7} seed {seed}: value {figures['value']:,.0f}, bound {figures['bound']:,.0f}, "
        f"gap {figures['gap']:.2%}, {figures['seconds']:.1f} s wall, {done.cpu_s:.0f} s CPU, "
        f"down the list {figures['down_the_list']:.0%}, {done.peak_mb:.0f} MB",
        flush=True,
    )
    return figures


def planned(size: str, seed: int, seconds: float, threads: int) -> dict[str, float]:
    """Plan one question; the plan is held to every limit by the audit, which knows no solver."""
    from attending.analytics.sequencing import Effort, breaches, greedy, solve

    initiatives, quarters = (int(part) for part in size.split("x"))
    problem = instance(initiatives, quarters, seed)
    began = time.perf_counter()
    plan = solve(problem, Effort(seconds=seconds, threads=threads))
    took = time.perf_counter() - began
    broken = breaches(problem, plan.starts)
    if broken or plan.bound is None or plan.gap is None:
        raise SystemExit(f"The plan breaks {broken[:1]} or has no bound.")
    return {
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": took,
        "down_the_list": greedy(problem).value / plan.value,
    }


if __name__ == "__main__":
    main()
