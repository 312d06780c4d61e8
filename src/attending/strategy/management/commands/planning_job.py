"""``attending manage planning_job NUMBER``: compute what was asked for about a roadmap; pages start it themselves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from attending.strategy.jobs import perform


class Command(BaseCommand):
    help = "Compute a plan, or the study of one, that was asked for on a page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="The job's number.")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        perform(options["number"])
