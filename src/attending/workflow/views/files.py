"""Maps as files to keep: the drawing, the text, and BPMN 2.0 for other modellers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from attending.maps import bpmn
from attending.maps.drawing import draw
from attending.maps.model import CareMap
from attending.program.acting import acting_person
from attending.workflow.rules.map_text import readable
from attending.workflow.views.lookup import map_or_404, version_or_404

_KINDS: Final[Mapping[str, tuple[str, Callable[[CareMap], str | bytes]]]] = {
    "bpmn": ("application/xml", bpmn.write),
    "svg": ("image/svg+xml", lambda drawn: draw(drawn, paper=True)),
}


@require_safe
def draft_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The draft as a file."""
    care_map = map_or_404(acting_person(request), pk)
    return _file(care_map.draft.text, f"{care_map.use_case.key}-{care_map.kind}-draft", kind)


@require_safe
def version_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A version as a file."""
    version = version_or_404(acting_person(request), pk)
    drawn = version.care_map
    return _file(version.text, f"{drawn.use_case.key}-{drawn.kind}-version-{version.number}", kind)


def _file(text: str, name: str, kind: str) -> HttpResponse:
    if kind == "yaml":
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    elif kind in _KINDS:
        drawn = readable(text)
        if drawn is None:
            raise Http404("The draft cannot be read as a map yet; its page says what to mend.")
        content_type, made = _KINDS[kind]
        response = HttpResponse(made(drawn), content_type=content_type)
    else:
        raise Http404("A map can be had as svg, yaml or bpmn.")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
