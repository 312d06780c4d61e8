"""The same review by other packages: CPU and wall time, peak memory, and what each did not compute.

    python benchmarks/peers.py --rows 100_000 1_000_000 10_000_000 [--only scikit-learn nannyml]

For each number of rows writes one seeded synthetic log with every outcome known (most packages cannot take an unknown
one), and reviews it overall, by each of 33 subgroup levels and by each of 12 months (46 strata): with Attending, with a
bare pass of Arrow and `numpy.bincount` over the same columns (the floor: it counts and measures nothing), and with each
package through the script of `peers/`, as far as the package goes. Every side is a whole process, imports included, and
runs alone, in turn, with one thread of OpenBLAS, after one unmeasured run of 20,000 rows, so that no side compiles its
modules while it is measured.
Attending and the floor are the median of `--rounds`; packages run once. A package that is stopped or fails is reported
with the reason, and is not tried on more rows.

Each package has an environment of its own, made with uv or pip at first use and kept in `--environments`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from environments import NotInstalled, default_folder, environment
from peer_packages import PEERS, Peer
from processes import Run, run
from synthetic_log import write_log

HERE = Path(__file__).resolve().parent
OURS = {
    "Attending": "one review",
    "Attending, three periods": "review",
    "Attending, each level each month": "lattice",
    "bare pass": "bare",
}


@dataclass(frozen=True)
class Line:
    """One side on one log: what it took, or why there is nothing to tell."""

    name: str
    rows: int
    intervals: bool
    taken: Run | None
    failure: str | None

    @property
    def said(self) -> dict[str, object]:
        """The figures that the process printed last: version, strata, overall AUROC."""
        if self.taken is None or self.failure or not self.taken.output.strip():
            return {}
        return dict(json.loads(self.taken.output.strip().splitlines()[-1]))


def warm_up(log: Path, given: argparse.Namespace, peers: Sequence[Peer]) -> None:
    """Run each script once on a small log, so that its modules are compiled."""
    for side in OURS.values():
        run(own_command(side, log), given.timeout, bytecode=bytecode(given))
    for script, peer in {peer.script: peer for peer in peers}.items():
        try:
            python = environment(peer, given.environments)
        except NotInstalled:
            continue
        command = [str(python), str(HERE / "peers" / script), str(log)]
        note(f"warm-up of {peer.environment}", run(command, given.timeout, bytecode=bytecode(given)))


def own_command(side: str, log: Path) -> list[str]:
    """The command of one of our own sides."""
    return [sys.executable, str(HERE / "sides.py"), side, str(log)]


def bytecode(given: argparse.Namespace) -> Path:
    """Where every side keeps its compiled modules."""
    return Path(given.environments) / "bytecode"


def ours(log: Path, rows: int, given: argparse.Namespace) -> list[Line]:
    """Attending and the floor, in turn."""
    lines = []
    taken: dict[str, list[Run]] = {name: [] for name in OURS}
    for _ in range(given.rounds):
        for name, side in OURS.items():
            taken[name].append(run(own_command(side, log), given.timeout, bytecode=bytecode(given)))
            note(name, taken[name][-1])
    for name, runs in taken.items():
        middle = Run(
            statistics.median(one.wall_s for one in runs),
            statistics.median(one.cpu_s for one in runs),
            max(one.peak_mb for one in runs),
            runs[-1].output,
            next((one.failure for one in runs if one.failure), None),
        )
        lines.append(Line(name, rows, name != "bare pass", middle, middle.failure))
    return lines


def theirs(peer: Peer, log: Path, rows: int, given: argparse.Namespace) -> Line:
    """One package on one log."""
    try:
        python = environment(peer, given.environments)
    except NotInstalled as problem:
        return Line(peer.name, rows, peer.intervals, None, f"not installed: {problem}")
    command = [str(python), str(HERE / "peers" / peer.script), str(log), *peer.arguments]
    taken = run(command, given.timeout, memory_gb=given.memory_gb, bytecode=bytecode(given))
    note(peer.name, taken)
    return Line(peer.name, rows, peer.intervals, taken, taken.failure)


def note(name: str, taken: Run) -> None:
    """Tell how far the benchmark is, beside its result."""
    print(
        f"  {name}: wall {taken.wall_s:.2f} s, CPU {taken.cpu_s:.2f} s, peak {taken.peak_mb:.0f} MB "
        f"{taken.failure or ''}",
        file=sys.stderr,
        flush=True,
    )


def table(lines: Sequence[Line]) -> Iterable[str]:
    """The lines of one log as a table, with ratios to Attending."""
    base = lines[0].taken
    yield "| | strata | with intervals | wall s | CPU s | peak MB | wall to Attending | CPU to Attending | |"
    yield "|---|--:|---|--:|--:|--:|--:|--:|---|"
    for line in lines:
        taken, said = line.taken, line.said
        name = f"{line.name} {said.get('version', '')}".strip()
        intervals = "yes" if line.intervals else "no"
        if taken is None or base is None:
            yield f"| {name} | | {intervals} | | | | | | {line.failure} |"
            continue
        least = ">" if line.failure else ""
        yield (
            f"| {name} | {said.get('strata', '')} | {intervals} | {least}{taken.wall_s:.2f} | {least}{taken.cpu_s:.2f} "
            f"| {taken.peak_mb:.0f} | {least}{taken.wall_s / base.wall_s:.1f} | {least}{taken.cpu_s / base.cpu_s:.1f} "
            f"| {line.failure or ''} |"
        )


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000], help="sizes of the logs")
    parser.add_argument(
        "--only", nargs="*", choices=[peer.name for peer in PEERS], help="these packages; none: only us"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of Attending and of the bare pass")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for each process")
    parser.add_argument("--memory-gb", type=float, default=16.0, help="resident memory for each package (Linux)")
    parser.add_argument("--environments", type=Path, default=default_folder(), help="folder of the environments")
    parser.add_argument("--logs", type=Path, help="keep the synthetic logs in this folder")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every side on every log and print the tables."""
    given = parsed(arguments)
    chosen = [peer for peer in PEERS if given.only is None or peer.name in given.only]
    out: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = given.logs or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        small = folder / "log-20000.parquet"
        write_log(small, 20_000, unknown=0.0)
        warm_up(small, given, chosen)
        for rows in sorted(given.rows):
            log = folder / f"log-{rows}.parquet"
            if not log.exists():
                write_log(log, rows, unknown=0.0)
            print(f"{rows:,} rows, {log.stat().st_size / 1e6:.0f} MB Parquet", file=sys.stderr, flush=True)
            lines = ours(log, rows, given)
            for peer in chosen:
                if peer.name in out:
                    line = Line(peer.name, rows, peer.intervals, None, f"not run: {out[peer.name]}")
                else:
                    line = theirs(peer, log, rows, given)
                    if line.failure:
                        out[peer.name] = f"{line.failure} at {rows:,} rows"
                lines.append(line)
            print(f"\n{rows:,} rows, {log.stat().st_size / 1e6:.0f} MB Parquet\n")
            print("\n".join(table(lines)), flush=True)
    print("\nDid not compute\n")
    for peer in chosen:
        print(f"- {peer.name}: {peer.lacks}")


if __name__ == "__main__":
    main()
