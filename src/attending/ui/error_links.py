"""The errors of a form as links to the controls that can mend them."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One error, and the id of the control it is about (empty when it is about the whole form)."""

    text: str
    target: str = ""
    label: str = ""


def error_links(form: BaseForm) -> list[ErrorLink]:
    """Every error of a bound form: those of the whole form first, then in the order of its fields."""
    links = [ErrorLink(str(error)) for error in form.non_field_errors()]
    for bound_field in form:
        label = "" if bound_field.is_hidden else str(bound_field.label)
        target = "" if bound_field.is_hidden else _first_control(bound_field.id_for_label, bound_field.auto_id)
        links.extend(ErrorLink(str(error), target, label) for error in bound_field.errors)
    return links


def _first_control(id_for_label: str, auto_id: str) -> str:
    """The id of the control; a group of radio buttons has no label id of its own, its first button ends in _0."""
    return id_for_label or f"{auto_id}_0"
