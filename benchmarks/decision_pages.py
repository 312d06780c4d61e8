"""How fast the main pages answer many people at once, with many use cases, decisions and entries of the record.

Builds a database (`decision_rows.py`), verifies its record, starts `attending serve`, and lets people open the pages in
random order, each over a connection of their own, with a pause between pages as readers make. Prints p50 and p95 for
each page, requests a second and the peak memory of the server's processes (Linux).
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attending.program.models import Person

GOAL_MS = 150
STARTS_WITHIN_S = 60
WARM_UP_S = 20  # until each of the server's processes has drawn each page
Times = dict[str, list[float]]


def prepared(arguments: argparse.Namespace) -> tuple[dict[str, str], list[str]]:
    """Build or find the database; the pages' addresses by name, and a session's cookie for each visitor."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "attending.web.settings"
    django.setup()
    from django.core.management import call_command

    from attending.ledger.queries import verify
    from attending.program.models import Organisation
    from decision_rows import Place, Size, build

    call_command("migrate", verbosity=0, interactive=False)
    if not Organisation.objects.exists():
        started = time.perf_counter()
        build(Size(arguments.use_cases, arguments.decisions, arguments.entries, arguments.waiting))
        print(f"Built in {time.perf_counter() - started:.0f} s", flush=True)
    if arguments.verify:
        started = time.perf_counter()
        print(f"Record verified: {verify().ok}, in {time.perf_counter() - started:.0f} s", flush=True)
    organisation = Organisation.objects.get()
    people = list(organisation.people.select_related("user").order_by("pk"))
    place = Place(organisation, people, [])
    return pages(), [cookie(person) for person in [place.cmio, *people[1 : arguments.users]]]


def pages() -> dict[str, str]:
    """The pages that exist, by what a reader calls them."""
    from django.urls import NoReverseMatch, reverse

    from attending.decisions.models import Proposal
    from attending.program.models import UseCase

    decided = Proposal.objects.filter(state="decided").order_by("pk")[0]
    asked = Proposal.objects.filter(state="open").order_by("pk")[0]
    use_case = UseCase.objects.order_by("pk")[0]
    wanted = {
        "My rounds": ("rounds:my-rounds", ()),
        "Committee": ("decisions:list", ()),
        "A decision": ("decisions:proposal", (decided.pk,)),
        "An open proposal": ("decisions:proposal", (asked.pk,)),
        "Delegations": ("decisions:delegations", ()),
        "A use case": ("strategy:use-case", (use_case.key,)),
        "Use cases": ("strategy:use-cases", ()),
        "Record": ("ledger:record", ()),
        "Breaches": ("governance:breaches", ()),
        "Gates": ("governance:gates", ()),
        "Approvals": ("governance:approvals", ()),
    }
    found = {}
    for name, (view, values) in wanted.items():
        try:
            found[name] = reverse(view, args=values)
        except NoReverseMatch:
            print(f"{name}: no such page")
    committee = found["Committee"]
    return {
        **found,
        "Committee, waiting": f"{committee}?state=open",
        "Committee, last page": f"{committee}?page=99999999",
        "Committee, searched": f"{committee}?q=00042",
    }


def cookie(person: Person) -> str:
    """The cookie of a new session of a person."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    if person.user is None:
        raise SystemExit(f"{person} has no login; build the database anew.")
    client.force_login(person.user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def served(port: int) -> Iterator[int]:
    """The server, as `attending serve` runs it, until the block ends; gives its process."""
    command = [sys.executable, "-m", "attending.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def peak_mb(leader: int) -> float:
    """Peak resident memory of a process and its children together, in MB; 0 where there is no /proc."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if leader in {int(lines["Pid"]), int(lines["PPid"])}:
            total += int(lines.get("VmHWM", "0 kB").split()[0])
    return total / 1024


def visit(port: int, session: str, addresses: dict[str, str], since: float, until: float, pause: float) -> Times:
    """Open pages in random order until then; milliseconds to the last byte by page, of those opened after ``since``.

    The pause comes first: twenty readers do not arrive in one moment.
    """
    taken: Times = defaultdict(list)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        if pause:
            time.sleep(random.expovariate(1 / pause))
        name = random.choice(list(addresses))
        started = time.monotonic()
        connection.request("GET", addresses[name], headers={"Cookie": session, "Host": f"localhost:{port}"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{name} answered {response.status}")
        if since <= started < until:
            taken[name].append((time.monotonic() - started) * 1000)
    connection.close()
    return taken


def measure(arguments: argparse.Namespace, addresses: dict[str, str], sessions: list[str]) -> None:
    """Serve, warm up, measure, print."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    together: Times = defaultdict(list)
    with served(port) as leader:
        since = time.monotonic() + WARM_UP_S
        until = since + arguments.seconds
        threads = [
            threading.Thread(
                target=lambda session=session: [
                    together[name].extend(times)
                    for name, times in visit(port, session, addresses, since, until, arguments.pause).items()
                ]
            )
            for session in sessions
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        memory = peak_mb(leader)
    print(f"\n{'Page':24}{'n':>7}{'p50 ms':>9}{'p95 ms':>9}")
    for name in sorted(together, key=lambda each: -_p95(together[each])):
        times = together[name]
        print(f"{name:24}{len(times):>7}{statistics.median(times):>9.0f}{_p95(times):>9.0f}")
    every = [each for times in together.values() for each in times]
    print(f"{'All':24}{len(every):>7}{statistics.median(every):>9.0f}{_p95(every):>9.0f}   goal: p95 {GOAL_MS}")
    print(
        f"{len(every) / arguments.seconds:.1f} requests a second by {arguments.users} people, {arguments.pause:g} s "
        f"between pages; server at most {memory:.0f} MB"
    )


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--use-cases", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--waiting", type=int, default=300, help="How many of the decisions are still open")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0, help="Mean seconds a reader stays on a page; 0 for none")
    parser.add_argument("--folder", type=Path, help="Data folder that is kept and found again; else a temporary one")
    parser.add_argument("--database", default="", help="postgresql://USER@HOST/NAME; else SQLite in the folder")
    parser.add_argument("--verify", action="store_true", help="Verify the whole record first")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["ATTENDING_DATA"] = str(folder)
        if arguments.database:
            os.environ["ATTENDING_DATABASE"] = arguments.database
        addresses, sessions = prepared(arguments)
        from django.db import connections

        connections.close_all()
        measure(arguments, addresses, sessions)


if __name__ == "__main__":
    main()
