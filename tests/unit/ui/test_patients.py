"""A form asks once more about words that could tell who a patient is, and takes them once somebody says they do not."""

from __future__ import annotations

from django import forms

from attending.ui.patients import NOBODY, AsksAboutPatients


class Note(AsksAboutPatients):
    title = forms.CharField(required=False)
    words = forms.CharField(required=False, widget=forms.Textarea)
    more = forms.CharField(required=False, widget=forms.Textarea, max_length=10)


def test_what_tells_nobody_is_taken_as_by_any_form() -> None:
    form = Note({"words": "Lactate 4.2, alert at 03:15, bed 12.", "title": "MRN 1234567"})
    assert form.is_valid()
    assert NOBODY not in form.fields, "only fields of several lines are looked through"
    assert NOBODY not in Note().fields


def test_what_could_tell_is_named_beside_its_field_with_a_box_to_tick() -> None:
    form = Note({"words": "MRN 1234567, born 3/4/1958"})
    assert not form.is_valid()
    (said,) = form.errors["words"]
    assert said.startswith(
        "“born 3/4/1958” looks like a date of birth; “MRN 1234567” looks like a record number. Take it"
    )
    assert NOBODY in {field.name for field in form.visible_fields()}


def test_a_ticked_box_lets_it_pass_is_carried_along_and_mends_no_other_fault() -> None:
    words = {"words": "Device 1234567 was silent.", NOBODY: "on"}
    form = Note(words)
    assert form.is_valid()
    assert form.cleaned_data == {"title": "", "words": "Device 1234567 was silent.", "more": ""}
    assert f'type="hidden" name="{NOBODY}" value="True"' in form[NOBODY].as_hidden()
    assert set(Note({**words, "more": "longer than ten"}).errors) == {"more"}
