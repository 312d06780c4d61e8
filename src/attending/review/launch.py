"""Start the process in which one review is computed, apart from the server that was asked for it."""

from __future__ import annotations

from attending.program import launch as program


def launch(job: int) -> None:
    """Run ``attending review job`` for this job; nobody waits for it."""
    program.launch("review", "job", str(job))
