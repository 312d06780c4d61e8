"""Marks that colour a step or a flow: what changed between two versions, what a log shows, what a finding is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """The design system's tones; each mark also has words, so that colour is never alone."""

    OK = "ok"
    WATCH = "watch"
    BREACH = "breach"
    STOP = "stop"
    INFO = "info"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Mark:
    """A tone, a few words such as "New" or "823 of 1,049", and whether what it marks is no longer there (dashed)."""

    tone: Tone
    words: str = ""
    gone: bool = False
