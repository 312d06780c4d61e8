"""Which two texts are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from attending.ui.fields import set_choices


class CompareForm(forms.Form):
    """Two of the drafts and versions of a use case; without an address of its own the usual two."""

    before = forms.ChoiceField(label="Compare")
    after = forms.ChoiceField(label="with")

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, str]]) -> None:
        names = [name for name, _ in choices]
        asked = {each: data.get(each, "") for each in ("before", "after")}
        after = asked["after"] or (names[-1] if names else "")
        before = asked["before"] or next((each for each in names if each != after), "")
        super().__init__({"before": before, "after": after} if len(names) > 1 else None)
        for field in ("before", "after"):
            set_choices(self, field, choices)
