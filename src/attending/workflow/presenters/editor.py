"""What may be chosen in the forms of the editor."""

from __future__ import annotations

from attending.maps.model import DISCIPLINES, Authority, StepKind
from attending.maps.words import AUTHORITIES

_KINDS = {
    StepKind.TASK: "Something is done",
    StepKind.DECISION: "Somebody decides",
    StepKind.ASSIST: "The AI shows something",
    StepKind.START: "It begins",
    StepKind.END: "It ends",
}


def editor_choices() -> dict[str, list[tuple[str, str]]]:
    """Kinds of step, disciplines and authorities, each as (value, words)."""
    return {
        "step_kinds": [(str(kind), words) for kind, words in _KINDS.items()],
        "disciplines": list(DISCIPLINES.items()),
        "authorities": [(str(each), AUTHORITIES[each].capitalize()) for each in Authority],
    }
