"""allauth's own pages wear the product's frame, and its elements are the product's components."""

import pytest
from django import forms
from django.template import Context, Origin, Template
from django.template.loader import get_template, render_to_string

PAGES = ["account/signup_closed.html", "account/verification_sent.html", "account/password_reset_done.html"]


def element(source: str, **context: object) -> str:
    origin = Origin("a page", template_name="a page")
    return Template("{% load allauth %}" + source, origin).render(Context(context))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_allauth_is_framed(name, rf):
    request = rf.get("/")
    html = render_to_string(name, {"request": request, "form": forms.Form()})
    assert '<html lang="en">' in html
    assert 'class="brand"' in html
    assert 'class="entrance' in html
    assert html.count("<h1>") - html.count("<h1></h1>") == 1


@pytest.mark.parametrize(
    "name",
    ["alert", "badge", "button", "button_group", "details", "field", "fields", "form", "h1", "img", "panel", "table"],
)
def test_every_element_is_ours(name):
    origin = get_template(f"allauth/elements/{name}.html").template.origin.name
    assert "attending/ui/templates" in origin


def test_buttons():
    assert 'class="button primary"' in element('{% element button type="submit" tags="prominent" %}Go{% endelement %}')
    assert 'class="button danger"' in element('{% element button href="/x/" tags="danger,delete" %}Go{% endelement %}')
    link = element('{% element button href="/x/" %}Go{% endelement %}')
    assert link.startswith('<a href="/x/" class="button"')


def test_a_field_with_an_error_says_so_to_a_screen_reader():
    html = element(
        '{% element field id="id_code" name="code" type="text" errors=errors %}'
        "{% slot label %}Code{% endslot %}{% endelement %}",
        errors=["Wrong code."],
    )
    assert '<label for="id_code">Code</label>' in html
    assert 'aria-describedby="id_code_error"' in html
    assert "Wrong code." in html


def test_fields_are_drawn_by_the_renderer():
    class Code(forms.Form):
        code = forms.CharField(help_text="Six digits")

    assert 'id="id_code_helptext"' in element("{% element fields form=form %}{% endelement %}", form=Code())


def test_an_alert_has_a_kind():
    html = element('{% element alert level="error" %}{% slot message %}No{% endslot %}{% endelement %}')
    assert 'class="callout stop"' in html
