"""Writers in processes of their own, run as a script against the database that ``ATTENDING_DATABASE`` names.

``writers.py race PROCESSES APPENDS``: all append at once. ``writers.py kill ROUNDS SEED``: three append without end and
are killed with SIGKILL at a random moment, and the record is verified, once for each round. Prints one line of JSON.
The parent process never connects, so every round begins as after a crash.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path


def forked(function):
    """Run ``function`` in a child that ends without cleaning up; return its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        function()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def append(writer, number, acknowledged):
    """One decision: an entry in a transaction; only what was committed is acknowledged."""
    from django.db import transaction

    from attending.ledger import actions

    with transaction.atomic():
        entry = actions.append(
            "test.done", object=f"thing:{number}", actor=f"person:{writer}", payload={"writer": writer, "n": number}
        )
    os.write(acknowledged, f"{entry.seq} {entry.leaf.hex()}\n".encode())


def examine(path, acknowledged):
    """Verify in a child of its own, and compare what was acknowledged with what is there."""

    def look():
        from attending.ledger import queries
        from attending.ledger.models import Entry

        result = queries.verify()
        there = {seq: bytes(leaf).hex() for seq, leaf in Entry.objects.values_list("seq", "leaf")}
        lines = [line.split() for line in acknowledged.read_text().splitlines()]
        lost = [seq for seq, leaf in lines if there.get(int(seq)) != leaf]
        counted = len({seq for seq, _ in lines})
        found = {
            "ok": result.ok,
            "disagreements": [item.what for item in result.disagreements],
            "committed": len(there),
            "acknowledged": len(lines),
            "lost": lost,
            "doubled": len(lines) - counted,
            "gaps": sorted(there) != list(range(len(there))),
        }
        path.write_text(json.dumps(found))

    child = forked(look)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("the record could not be verified")
    return json.loads(path.read_text())


def wait_for_growth(path):
    """Wait until something more was acknowledged, so that the kill falls among writes on a busy machine too."""
    size, until = path.stat().st_size, time.monotonic() + 30
    while path.stat().st_size == size and time.monotonic() < until:
        time.sleep(0.002)


def race(folder, processes, appends):
    acknowledged = folder / "acknowledged"
    descriptor = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    start = time.monotonic() + 0.5

    def write(writer):
        time.sleep(max(0.0, start - time.monotonic()))
        for number in range(appends):
            append(writer, number, descriptor)

    children = [forked(lambda writer=writer: write(writer)) for writer in range(processes)]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    seconds = time.monotonic() - start
    return {**examine(folder / "found", acknowledged), "failed": failed, "seconds": seconds}


def kill(folder, rounds, seed):
    acknowledged = folder / "acknowledged"
    descriptor = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    chance = random.Random(seed)

    def write(writer):
        number = 0
        while True:
            append(writer, number, descriptor)
            number += 1

    found = {}
    for done in range(rounds):
        children = [forked(lambda writer=writer: write(writer)) for writer in range(3)]
        wait_for_growth(acknowledged)
        time.sleep(chance.uniform(0, 0.1))
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
        found = {**examine(folder / "found", acknowledged), "rounds": done + 1}
        if not found["ok"] or found["lost"] or found["gaps"]:
            break
    return found


if __name__ == "__main__":
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as name:
        run = {"race": race, "kill": kill}[sys.argv[1]]
        print(json.dumps(run(Path(name), int(sys.argv[2]), int(sys.argv[3]))))
