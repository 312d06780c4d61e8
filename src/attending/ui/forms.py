"""How every form of the product is drawn: ``FORM_RENDERER = "attending.ui.forms.Renderer"``."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws ``{{ form }}`` and each field with label, hint, error and control joined for a screen reader."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
