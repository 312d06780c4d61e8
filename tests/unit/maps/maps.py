"""The example of the how-to, and small maps to change."""

from pathlib import Path

from attending.maps.model import CareMap
from attending.maps.reading import read

DOCS = Path(__file__).resolve().parents[3] / "docs"
EXAMPLE = DOCS / "how-to" / "examples" / "sepsis-map.yaml"


def example() -> CareMap:
    """The sepsis alert of the how-to page; nothing is left open in it."""
    return read(EXAMPLE.read_text(encoding="utf-8"))


def small(steps: str, lanes: str = "a: {name: Nurse, discipline: nursing}", more: str = "") -> CareMap:
    """A map of the given steps, in YAML's inline form, in one lane of nurses if not said otherwise."""
    return read(f"format: attending-map/1\ntitle: Small\nlanes: {{{lanes}}}\nsteps: {{{steps}}}\n{more}")
