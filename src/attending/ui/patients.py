"""Forms in which staff write about what happened: words that could tell who a patient is are asked about once more."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils import timezone

from attending.analytics.identifiers import suspects

NOBODY: Final = "nobody_known"
"""The box that is ticked where no patient could be known by the words; it is there only where it is needed."""
LABEL: Final = "I have looked: nobody could know a patient by these words"


class AsksAboutPatients(forms.Form):
    """Looks through every field of several lines. It warns and forbids nothing: a long number may be a device's.

    Words of people without an account, and those about concerns and incidents, their actions refuse.
    """

    def full_clean(self) -> None:
        """Name beside its field what looks as if it told who a patient is, until the box is ticked."""
        super().full_clean()
        if not self.is_bound:
            return
        found = {name: places for name in self._written() if (places := self._seen(name))}
        if found:
            self.fields[NOBODY] = forms.BooleanField(label=LABEL, required=False)
            if not self.data.get(self.add_prefix(NOBODY)):
                for name, places in found.items():
                    self.add_error(name, f"{places}. Take it out; or tick the box below if no patient is meant.")

    def _written(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)]

    def _seen(self, name: str) -> str:
        words = self.cleaned_data.get(name)
        found = suspects(words, timezone.localdate()) if isinstance(words, str) else []
        return "; ".join(str(each) for each in found)
