"""How every form of the product is drawn: ``FORM_RENDERER = "attending.ui.forms.Renderer"``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """Draws ``{{ form }}`` and each field with label, hint, error and control joined for a screen reader."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw with a template; but a list to choose one from without.

        Django's draws a template for each of its options, which takes most of the time of a page with many people.
        """
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    drawn = [
        format_html('\n  <optgroup label="{}">{}\n  </optgroup>', group, _options(options))
        if group
        else _options(options)
        for group, options, _ in widget["optgroups"]
    ]
    inside = format_html_join("", "{}", ((each,) for each in drawn))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], flatatt(widget["attrs"]), inside)


def _options(options: Iterable[Mapping[str, Any]]) -> SafeString:
    shown = ((str(each["value"]), flatatt(each["attrs"]), each["label"]) for each in options)
    return format_html_join("", '\n  <option value="{}"{}>{}</option>', shown)
