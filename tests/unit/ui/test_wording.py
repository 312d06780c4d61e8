"""What a form says of a wrong answer: what to do next, and never Django's own sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

from attending.ui import wording


def said(field: forms.Field, value: object) -> list[str]:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.CharField(max_length=5), "abcdefg", "Write at most 5 characters; there are 7."),
        (forms.CharField(min_length=5), "abc", "Write at least 5 characters; there are 3."),
        (forms.CharField(), "a\x00b", "Take out the character that cannot be printed."),
        (forms.IntegerField(max_value=9), "10", "Write 9 or less."),
        (forms.IntegerField(min_value=1), "0", "Write 1 or more."),
        (forms.IntegerField(), "1e309", "Write a whole number, such as 12."),
        (forms.FloatField(), "NaN", "Write a number, such as 12 or 0.5."),
        (forms.DecimalField(max_digits=4), "12345", "Write at most 4 digits."),
        (forms.DecimalField(decimal_places=1), "0.25", "Write at most 1 digits after the point."),
        (forms.DateField(), "tomorrow", "Write a day as year, month and day, such as 2026-03-31."),
        (forms.EmailField(), "owner at hospital", "Write an e-mail address, such as name@example.org."),
        (forms.BooleanField(), "", "Tick this to go on."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Choose one."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "What was chosen is not offered here. Choose one of the list."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Choose at least one."),
        (forms.FileField(), None, "Choose a file."),
    ],
)
def test_a_field_says_what_to_do(field: forms.Field, value: object, words: str) -> None:
    assert said(field, value) == [words]


def test_what_a_form_says_itself_comes_first() -> None:
    assert said(forms.CharField(error_messages={"required": "Say why."}), "") == ["Say why."]


def forms_of_the_product(kind: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("attending."):
            yield each
        yield from forms_of_the_product(each)


def test_no_form_of_the_product_was_made_too_early_to_say_it() -> None:
    assert get_resolver().url_patterns
    made = {each: getattr(each, "base_fields", {}).items() for each in forms_of_the_product()}
    mute = [
        (each, name)
        for each, fields in made.items()
        for name, field in fields
        if "is required" in str(field.error_messages["required"])
    ]
    assert sum(map(len, made.values())) > 100
    assert not mute
    assert set(wording.WORDS[forms.Field]) <= set(forms.CharField().error_messages)
