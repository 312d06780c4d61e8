"""What a form says of a wrong answer where it has no words of its own: what to do, in the words of this house.

Django's sentences name the rule that was broken ("This field is required."); these name what the person does next. A
form that knows more says more, with ``error_messages`` of its own.
"""

from __future__ import annotations

from typing import Final

from django import forms

_CHOOSE_ANOTHER: Final = "What was chosen is not offered here. Choose one of the list."
_SOME_NOT_OFFERED: Final = "Some of what was chosen is not offered here. Choose again."

WORDS: Final[dict[type[forms.Field], dict[str, str]]] = {
    forms.Field: {
        "required": "Fill this in.",
        "max_length": "Write at most %(limit_value)d characters; there are %(show_value)d.",
        "min_length": "Write at least %(limit_value)d characters; there are %(show_value)d.",
        "max_value": "Write %(limit_value)s or less.",
        "min_value": "Write %(limit_value)s or more.",
        "max_digits": "Write at most %(max)s digits.",
        "max_decimal_places": "Write at most %(max)s digits after the point.",
        "max_whole_digits": "Write at most %(max)s digits before the point.",
        "null_characters_not_allowed": "Take out the character that cannot be printed.",
    },
    forms.BooleanField: {"required": "Tick this to go on."},
    forms.ChoiceField: {"required": "Choose one.", "invalid_choice": _CHOOSE_ANOTHER},
    forms.MultipleChoiceField: {
        "required": "Choose at least one.",
        "invalid_choice": _SOME_NOT_OFFERED,
        "invalid_list": _SOME_NOT_OFFERED,
    },
    forms.ModelChoiceField: {"required": "Choose one.", "invalid_choice": _CHOOSE_ANOTHER},
    forms.ModelMultipleChoiceField: {
        "required": "Choose at least one.",
        "invalid_choice": _SOME_NOT_OFFERED,
        "invalid_list": _SOME_NOT_OFFERED,
        "invalid_pk_value": _SOME_NOT_OFFERED,
    },
    forms.IntegerField: {"invalid": "Write a whole number, such as 12."},
    forms.FloatField: {"invalid": "Write a number, such as 12 or 0.5."},
    forms.DecimalField: {"invalid": "Write a number, such as 12 or 0.5."},
    forms.DateField: {"invalid": "Write a day as year, month and day, such as 2026-03-31."},
    forms.TimeField: {"invalid": "Write a time, such as 14:30."},
    forms.DateTimeField: {"invalid": "Write a day and a time, such as 2026-03-31 14:30."},
    forms.EmailField: {"invalid": "Write an e-mail address, such as name@example.org."},
    forms.URLField: {"invalid": "Write a web address, such as https://example.org/page."},
    forms.FileField: {
        "required": "Choose a file.",
        "invalid": "The file did not arrive. Choose it again.",
        "missing": "The file did not arrive. Choose it again.",
        "empty": "The file is empty. Choose another.",
        "max_length": "The name of the file is too long: at most %(max)d characters.",
    },
}
"""The words by kind of field and by the code of Django's error; a kind has those of its parents too."""


def say() -> None:
    """Make every form say this; fields that exist already keep what they say."""
    for field, words in WORDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
