"""Random histories of an AI's governance: whether any of them breaks a rule, and what they reached.

A Hypothesis state machine (`tests/property/governance/lifecycle`) lets ten people, vendors and time do whatever they
may think of to one use case and its deployments. After every step each new decision is counted again from its
signatures and the policy's text, each deployment in use is held against its approval, and each row that was written has
to be named by the record, which is verified at the end of each history.

Prints the figures so far after every hundred histories, so that a run may be ended at any time, and what is broken with
the history that broke it. SQLite, in a folder of its own; peak memory is the largest of all processes (Linux).
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.queues import Queue
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BATCH = 100
STEPS = 25
VIOLATIONS = "violations"


def work(folder: str, steps: int, seeds: Queue, found: Queue) -> None:
    """Try a batch for each seed until there is none; put what each reached and the memory used, and log what broke."""
    os.environ["ATTENDING_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "attending.web.settings"
    try:
        import django

        django.setup()
        from django.core.management import call_command

        from tests.property.governance.lifecycle.machine import prepared, run

        call_command("migrate", verbosity=0, interactive=False)
        with prepared() as world:
            while (seed := seeds.get()) is not None:
                met: Counter[str] = Counter({VIOLATIONS: 0})
                try:
                    run(world, met, count=BATCH, steps=steps, seeded=seed, shortest=False)
                except Exception:
                    met[VIOLATIONS] += 1
                    logging.exception("Seed %d broke a rule.", seed)
                found.put((met, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    finally:
        found.put(None)


def main() -> int:
    """Run it, print the figures, and return 1 where a rule was broken or fewer histories ended than were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--histories", type=int, default=10_000, help="at least so many; rounded up to whole hundreds")
    parser.add_argument("--steps", type=int, default=STEPS, help="of each history, at most")
    parser.add_argument("--seed", type=int, default=1, help="the first; each hundred takes the next")
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()

    from tests.property.governance.lifecycle.figures import told

    started, total, peak = time.perf_counter(), Counter[str](), 0.0
    context = multiprocessing.get_context("spawn")
    seeds, found = context.Queue(), context.Queue()
    for batch in range(-(-arguments.histories // BATCH)):
        seeds.put(arguments.seed + batch)
    with tempfile.TemporaryDirectory(prefix="attending-histories-") as folder:
        for number in range(arguments.processes):
            seeds.put(None)
            place = Path(folder, str(number))
            place.mkdir()
            context.Process(target=work, args=(str(place), arguments.steps, seeds, found), daemon=True).start()
        working = arguments.processes
        while working:
            batch = found.get()
            if batch is None:
                working -= 1
                continue
            met, memory = batch
            total.update(met)
            peak = max(peak, memory)
            print(
                f"{total['histories']:,} histories, {total['steps']:,} steps, {total[VIOLATIONS]} violations, "
                f"{time.perf_counter() - started:,.0f} s, {peak:,.0f} MB\n{told(total)}\n",
                flush=True,
            )
    return 1 if total[VIOLATIONS] or total["histories"] < arguments.histories else 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    sys.exit(main())
