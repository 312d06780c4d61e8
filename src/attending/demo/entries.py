"""The entries of the demonstration: who, where and what, from ``program.toml``."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def program() -> dict[str, Any]:
    """What the demonstration is made of."""
    text = resources.files("attending.demo").joinpath("program.toml").read_text("utf-8")
    return tomllib.loads(text)
