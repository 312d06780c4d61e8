"""A log of files, opened for its checks in an engine of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import ibis.expr.types as ir

from attending.sources.clinical.intake import Checked, Opened, Wanted, looked_at
from attending.sources.engine import AnyLayout, Layout, open_engine
from attending.sources.inspection import inspect
from attending.sources.progress import Progress, silent
from attending.sources.report import LogRefused
from attending.sources.survey import Survey, survey

Location = str | Path | Sequence[Path]


@contextmanager
def checked_files(
    location: Location, manifest: Path | None, wanted: Wanted, progress: Callable[[Progress], None]
) -> Iterator[Checked]:
    """Open a log of files and look at its rows; raises LogRefused when its structure is unsound."""
    inspection = inspect(location, wanted, manifest, wanted.limits, progress)
    try:
        with open_engine(inspection, wanted.limits) as engine:

            def surveyed(layout: AnyLayout, rows: ir.Table) -> Survey:
                if not isinstance(layout, Layout):
                    raise TypeError("A log of files has layouts of files.")
                return survey(engine, layout, rows, wanted.told)

            def unchanged(_: int) -> None:
                inspection.check_unchanged()

            progress(Progress("checking the rows", 0, inspection.rows))
            opened = Opened(
                engine, engine.layouts, inspection.files, inspection.warnings, surveyed, unchanged,
                partial(checked_files, location, manifest, wanted, silent),
            )  # fmt: skip
            found = looked_at(opened, wanted)
            progress(Progress("checking the rows", inspection.rows, inspection.rows))
            yield found
    except LogRefused as refused:
        if refused.report.files:
            raise
        raise LogRefused(str(refused), replace(refused.report, files=inspection.files)) from None
