"""What a form says of its fields only when it is made: what may be chosen, and which of them are needed together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

_UNNAMED: Final = "---------"
"""How Django writes that nothing is chosen."""


def set_choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a field of choices its choices. Raises TypeError for another kind of field."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a field of choices.")
    field.choices = list(choices)


def set_records(form: forms.Form, name: str, records: QuerySet[Any]) -> None:
    """Give a field of records those it may name, and words for none. Raises TypeError for another kind of field."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is not a field of records.")
    if field.empty_label == _UNNAMED:
        field.empty_label = "Choose one" if field.required else "None"
    field.queryset = records


def one_of_several(*fields: forms.Field) -> None:
    """Print none of these as optional: the form asks for one of them, or for all in the end."""
    for field in fields:
        vars(field)["one_of_several"] = True
