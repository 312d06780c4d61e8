"""The policy that holds until an organisation adopts its own."""

from __future__ import annotations

from functools import cache
from importlib import resources

from attending.policies.model import Policy
from attending.policies.reading import read_policy


@cache
def default_text() -> str:
    """The text of the default policy, every line of it explained by a comment."""
    return resources.files("attending.policies").joinpath("default.toml").read_text("utf-8")


@cache
def default_policy() -> Policy:
    """The default policy, read once."""
    return read_policy(default_text())
