"""Start a process of this program apart from the server that was asked for it."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import connection


def launch(*arguments: str) -> None:
    """Run ``attending ARGUMENTS`` on the database that is open here; nobody waits for it."""
    environment = dict(os.environ)
    if connection.vendor == "sqlite":
        environment["ATTENDING_DATABASE"] = f"sqlite:///{connection.settings_dict['NAME']}"
    subprocess.Popen(
        [sys.executable, "-m", "attending.cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
