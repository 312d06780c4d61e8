"""What the editor asks while somebody draws: the text, after one operation, as a drawing. Nothing is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from attending.program.acting import acting_person
from attending.program.rules import Refused
from attending.workflow.presenters.sketch import sketch
from attending.workflow.rules.map_text import LONGEST, tidied
from attending.workflow.views.lookup import map_or_404


@require_POST
def sketch_map(request: HttpRequest, pk: int) -> HttpResponse:
    """JSON in, ``{"text": str, "operation": object or null}``; JSON out, as ``presenters.sketch`` says."""
    map_or_404(acting_person(request), pk)
    try:
        asked = _read(request.body)
        return JsonResponse(sketch(tidied(asked["text"]), asked.get("operation")))
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    except RequestDataTooBig:
        return JsonResponse({"error": f"The map is too large: at most {LONGEST:,} characters can be kept."}, status=413)


def _read(body: bytes) -> Mapping[str, Any]:
    """The question; raises Refused for what is none."""
    try:
        asked = json.loads(body)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("The editor sent something that cannot be read. Load the page again.") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise Refused("The editor sent no text. Load the page again.")
    if not isinstance(asked.get("operation"), dict | None):
        raise Refused("The editor sent no operation that can be read. Load the page again.")
    return asked
