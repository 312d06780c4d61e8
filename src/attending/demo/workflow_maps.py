"""The maps of care of the ward sepsis score, as the work is today and as it is to be; all synthetic."""

from __future__ import annotations

from importlib import resources
from typing import Final

from attending.demo.use_cases import Cast
from attending.program.models import UseCase
from attending.workflow.actions.maps import open_map
from attending.workflow.models import MapKind

USE_CASE: Final = "Sepsis early warning on the wards"
NURSING: Final = "Chief Nursing Officer"
TEXTS: Final = {MapKind.AS_IS: "ward-sepsis-as-is.yaml", MapKind.TO_BE: "ward-sepsis-to-be.yaml"}


def draw_maps(cast: Cast) -> None:
    """Draw both maps."""
    use_case = UseCase.objects.get(organisation=cast.cmio.organisation, title=USE_CASE)
    for kind, name in TEXTS.items():
        text = resources.files("attending.demo").joinpath("maps", name).read_text("utf-8")
        open_map(cast.people[NURSING], use_case, kind, text=text)
