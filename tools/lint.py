"""``./attending lint``: style, formatting, types, the order of floors and furniture. ``--fix`` mends what it can."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.run import Outcome, step

PROGRAMS = Path(sys.executable).parent


def quick_checks(*, fix: bool = False) -> list[Outcome]:
    """Style, formatting and imports, which take seconds; the later ones even when an earlier one failed."""
    python = sys.executable
    return [
        step("ruff check", [python, "-m", "ruff", "check", *(["--fix"] if fix else [])]),
        step("ruff format", [python, "-m", "ruff", "format", *([] if fix else ["--check"])]),
        step("import-linter", [str(PROGRAMS / "lint-imports")]),
    ]


def types(*, aside: bool = False) -> Outcome:
    """Check the types, which takes most of a minute."""
    return step("mypy", [sys.executable, "-m", "mypy"], aside=aside)


def main(arguments: list[str]) -> int:
    """Print each check's output and one closing line for each; 1 when any failed."""
    unknown = set(arguments) - {"--fix"}
    if unknown:
        print(f"attending lint: unknown option {' '.join(sorted(unknown))}; there is only --fix.", file=sys.stderr)
        return 2
    outcomes = [*quick_checks(fix="--fix" in arguments), types()]
    print()
    for outcome in outcomes:
        print(f"{outcome.title:<16}{outcome.word:<8}{outcome.seconds:5.1f} s")
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
