"""The ``attending`` command: finds the sub-command and loads only that, so that each starts fast."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command: the module whose ``app`` runs it, and one line for the list."""

    module: str
    summary: str


COMMANDS: Mapping[str, Command] = {
    "demo": Command("attending.cli.demo", "open the demonstration program in a browser, on this machine only"),
    "serve": Command("attending.cli.serve", "run Attending for real"),
    "doctor": Command("attending.cli.doctor", "check this installation, and say how to mend what is wrong"),
    "manage": Command("attending.cli.manage", "run one of Django's management commands"),
    "review": Command("attending.cli.review", "review a prediction log: discrimination, calibration, benefit"),
    "reality": Command("attending.cli.reality", "hold an event log against the map of care: what really happens"),
    "rank": Command("attending.cli.rank", "rank use cases by what a panel scored, and say how sure that is"),
    "sequence": Command("attending.cli.sequence", "plan initiatives over quarters, with the reasons"),
    "workload": Command("attending.cli.workload", "say which team can carry which alert threshold"),
    "map": Command("attending.cli.map", "check, draw and compare maps of care, to and from BPMN"),
    "inventory": Command("attending.cli.inventory", "bring the inventory of AI that somebody keeps in a spreadsheet"),
    "oversight": Command("attending.cli.oversight", "judge the thresholds whose data stopped coming"),
    "frameworks": Command("attending.cli.frameworks", "look at the evidence that outside frameworks ask for"),
    "clock": Command("attending.cli.clock", "do what only time brings about: silence, escalation, notices"),
    "notices": Command("attending.cli.notices", "try whether e-mails and webhooks leave"),
    "ledger": Command("attending.cli.ledger", "verify, prove, export or checkpoint the tamper-evident record"),
}


def listing() -> str:
    """What ``attending`` prints when no command is given."""
    lines = [f"  {name:<11}{command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(["Usage: attending COMMAND [OPTIONS]", "", *lines, "", "Each command answers to --help."])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command with ``arguments`` (default: the process's own); leaves through SystemExit, 2 for wrong use."""
    name, *rest = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in {"help", "-h", "--help"}:
        print(listing())
        raise SystemExit(0)
    if name not in COMMANDS:
        print(f"attending: there is no command {name!r}.\n\n{listing()}", file=sys.stderr)
        raise SystemExit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attending.web.settings")
    # Many small matrix products: more threads only wait for one another, before NumPy is loaded is the time to say so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from attending.web.configuration import ConfigurationError

    try:
        importlib.import_module(COMMANDS[name].module).app(args=rest, prog_name=f"attending {name}")
    except ConfigurationError as problem:
        print(f"attending {name}: {problem}", file=sys.stderr)
        raise SystemExit(2) from problem


if __name__ == "__main__":
    main()
