"""How forms are drawn: a list to choose from is what Django's own template would draw."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from attending.ui.forms import Renderer

CHOICES = [
    ("", "Choose <one>"),
    ("Nurses", [(1, 'Ana "A" & Co'), (2, "Bo")]),
    (3, "Cy"),
]


class Form(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, initial=2, widget=forms.Select(attrs={"data-a": "<", "autofocus": True}))
    none = forms.ChoiceField(choices=[], required=False)
    blank = forms.TypedChoiceField(choices=[("", "Nobody"), ("7", "Seven")], coerce=int, required=False)


def test_a_list_is_drawn_as_djangos_template_draws_it() -> None:
    for data in (None, {"one": "3", "blank": "7"}, {"one": "<wrong>"}):
        ours, djangos = Form(data, renderer=Renderer()), Form(data, renderer=DjangoTemplates())
        for name in ours.fields:
            assert parse_html(ours[name].as_widget()) == parse_html(djangos[name].as_widget())
