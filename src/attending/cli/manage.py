"""``attending manage``: Django's management commands, for administrators."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def app(args: Sequence[str], prog_name: str) -> None:
    """Run one management command; ``attending manage help`` lists them."""
    execute_from_command_line([prog_name, *args])
