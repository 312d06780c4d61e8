"""The same review by other packages: CPU and wall time, peak memory, and what each did not compute.

    python benchmarks/peers.py --rows 100_000 [--only scikit-learn nannyml]

Writes one seeded synthetic log with every outcome known (most peers cannot take an unknown one), makes an environment
for each peer with uv, runs the peer's script of `peers/` in it, and prints a table with ratios to Attending.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from processes import Run, run
from synthetic_log import write_log

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Peer:
    """A package: its script, what to install for it, and what its script cannot get from it."""

    name: str
    script: str
    install: tuple[str, ...]
    lacks: str


PEERS = (
    Peer("scikit-learn", "sklearn_review.py", ("scikit-learn", "pandas", "pyarrow"), "intervals, net benefit"),
    Peer("fairlearn", "fairlearn_review.py", ("fairlearn", "pandas", "pyarrow"), "intervals, calibration, net benefit"),
    Peer("dcurves", "dcurves_review.py", ("dcurves", "pyarrow"), "all but net benefit"),
    Peer(
        "nannyml",
        "nannyml_review.py",
        ("nannyml", "pandas<3", "statsmodels", "setuptools<81", "pyarrow"),
        "calibration, net benefit, months of the reference",
    ),
)


def environment(peer: Peer, folder: Path) -> Path:
    """The Python of a fresh environment with the peer in it; raises CalledProcessError when it cannot be made."""
    place = folder / peer.name
    subprocess.run(["uv", "venv", "--python", "3.11", str(place)], check=True, capture_output=True)
    python = place / "bin" / "python"
    subprocess.run(["uv", "pip", "install", "--python", str(python), *peer.install], check=True, capture_output=True)
    return python


def main() -> None:
    """Run every peer and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for each peer")
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = folder / "log.parquet"
        write_log(log, given.rows, unknown=0.0)
        ours = run([sys.executable, str(HERE / "score_table.py"), "--child", "review", "--file", str(log)], 600)
        show("attending", ours, ours, "")
        for peer in PEERS:
            if given.only and peer.name not in given.only:
                continue
            try:
                python = environment(peer, folder)
            except (OSError, subprocess.CalledProcessError):
                print(f"{peer.name:14} could not be installed")
                continue
            show(
                peer.name,
                run([str(python), str(HERE / "peers" / peer.script), str(log)], given.timeout),
                ours,
                peer.lacks,
            )


def show(name: str, taken: Run, ours: Run, lacks: str) -> None:
    """One line of the table."""
    figures = f"CPU {taken.cpu_s:7.2f} s  wall {taken.wall_s:7.2f} s  peak {taken.peak_mb:6.0f} MB"
    ratios = f"x{taken.cpu_s / ours.cpu_s:.1f} CPU, x{taken.wall_s / ours.wall_s:.1f} wall"
    print(f"{name:14} {figures}  {ratios}  {taken.failure or (lacks and 'without ' + lacks)}", flush=True)


if __name__ == "__main__":
    main()
