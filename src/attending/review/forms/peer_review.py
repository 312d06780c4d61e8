"""Forms of peer review: the rubric, the round, a reviewer's answers, and files handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from attending.program.models import Person
from attending.program.rules import Refused
from attending.review.actions.peer_review import Opening
from attending.review.models import Rubric
from attending.review.months import first_day, last_day
from attending.review.rules.line_problems import text_of
from attending.review.rules.peer_plan import Terms
from attending.review.rules.rubric import Criterion
from attending.ui import formats
from attending.ui.fields import one_of_several, set_records

LARGEST: Final = 2 * 2**20
"""Bytes of a file of references or counts."""

MISSING: Final = "missing"

_PREFIX: Final = "answer_"
_HUNDRED: Final = Decimal(100)


class RubricForm(forms.Form):
    """A rubric as text, one line a criterion or answer."""

    name = forms.CharField(
        label="Name of the rubric",
        max_length=200,
        help_text="The same name again makes the next version; a version in use is never changed.",
    )
    text = forms.CharField(
        label="Criteria",
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true"}),
        help_text="[key] begins a criterion, with its question behind it; plain lines below say how to decide. "
        "= is an answer that passes, ! minor: or ! moderate: or ! severe: one that fails, ~ one that says the "
        "criterion does not apply.",
    )


class SmallFileField(forms.FileField):
    """A small file; its cleaned value is its bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The bytes of the file, or None where none was handed over."""
        found = super().clean(data, initial)
        if not isinstance(found, UploadedFile):
            return None
        if found.size is None or found.size > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST // 2**20} MB; take a shorter period.")
        return bytes(found.read())


class TextFileField(SmallFileField):
    """A small text file in UTF-8; its cleaned value is the text."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The text of the file, or None where none was handed over."""
        found = super().clean(data, initial)
        try:
            return None if found is None else text_of(found)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class MonthField(forms.RegexField):
    """A month such as 2026-03."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            r"^\d{4}-(0[1-9]|1[0-2])$",
            error_messages={"invalid": "Write a month as year and number, such as 2026-03."},
            **options,
        )


def _share(label: str, text: str, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=text,
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        max_digits=5,
        decimal_places=2,
        **options,
    )


class RoundForm(forms.Form):
    """How a round is planned, and the documents it draws from."""

    label = forms.CharField(label="Name of the round", max_length=200)
    first_month = MonthField(label="First month", help_text="Documents written from then on, such as 2026-03.")
    last_month = MonthField(label="Last month", help_text="It must be over.")
    frame = TextFileField(
        label="All documents of these months",
        required=False,
        help_text="A CSV file with the columns reference, unit and user (the login; may be empty). Numbers by "
        "which the record system finds a document: no names, no dates, no text. It is not kept, and no login is; only "
        "the drawn references are, until the round is closed.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )
    rubric = forms.ModelChoiceField(label="Rubric", queryset=Rubric.objects.none())
    tolerable = _share(
        "Tolerable failure rate, %", "If more of the documents fail than this, something has to change.", initial=5
    )
    confidence = _share("Confidence of the verdict, %", "Usually 95.", initial=95)
    method = forms.ChoiceField(
        label="How many documents are read?",
        choices=[
            ("discovery", "As few as rule out more than the tolerable rate, if hardly any fail"),
            ("precision", "As many as it takes to know the rate with an interval of a given width"),
            ("sequential", "One after the other, until enough is known"),
        ],
        initial="discovery",
        widget=forms.RadioSelect,
    )
    allowed = forms.IntegerField(
        label="Failures the first kind may find",
        min_value=0,
        max_value=50,
        initial=0,
        help_text="0 reads fewest, but a single failure then leaves the question open.",
    )
    expected = _share(
        "Expected or acceptable failure rate, %",
        "For the second kind what you expect, for the third what is good enough; below the tolerable rate.",
        required=False,
    )
    half_width = _share("Half-width of the interval, %", "For the second kind, such as 3 for ± 3.", required=False)
    by_user = forms.BooleanField(
        label="Draw from each user apart",
        required=False,
        help_text="Otherwise from each unit. Everybody's drafts are then read, which may take more documents. A "
        "pseudonym that holds for this round alone stands for each user.",
    )
    reviewers = forms.ModelMultipleChoiceField(
        label="Reviewers",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Two or more. Nobody is given a document they wrote themselves.",
    )
    readers = forms.IntegerField(label="Readers of each document", min_value=2, max_value=10, initial=2)
    fails_when = forms.ChoiceField(
        label="When readers differ, a criterion is failed if",
        choices=[("any", "any of them says so"), ("majority", "more than half of them say so")],
        initial="any",
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label="To be read by", widget=forms.DateInput(attrs={"type": "date"}))
    frame_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rubrics: QuerySet[Rubric], people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "rubric", rubrics)
        set_records(self, "reviewers", people)
        # Needed once: the plan that is shown holds its text.
        one_of_several(self.fields["frame"])

    def clean(self) -> dict[str, Any]:
        """There is a list of documents, and what the chosen kind of sample needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "frame" not in self.errors and not cleaned.get("frame") and not cleaned.get("frame_text"):
            self.add_error("frame", "Choose the file that lists the documents.")
        method = cleaned.get("method")
        if method in {"precision", "sequential"} and cleaned.get("expected") is None and "expected" not in self.errors:
            self.add_error("expected", "This kind of sample needs it.")
        if method == "precision" and cleaned.get("half_width") is None and "half_width" not in self.errors:
            self.add_error("half_width", "This kind of sample needs it.")
        return cleaned

    def listed(self) -> str:
        """The CSV text of the documents."""
        return str(self.cleaned_data.get("frame") or self.cleaned_data["frame_text"])

    def opening(self) -> Opening:
        """What was entered."""
        cleaned = self.cleaned_data
        expected, half_width = cleaned["expected"], cleaned["half_width"]
        terms = Terms(
            method=cleaned["method"],
            tolerable=cleaned["tolerable"] / _HUNDRED,
            confidence=cleaned["confidence"] / _HUNDRED,
            allowed=cleaned["allowed"],
            expected=None if expected is None else expected / _HUNDRED,
            half_width=None if half_width is None else half_width / _HUNDRED,
            readers=cleaned["readers"],
            fails_when=cleaned["fails_when"],
            by_user=cleaned["by_user"],
        )
        return Opening(
            label=cleaned["label"],
            first=first_day(cleaned["first_month"]),
            last=last_day(cleaned["last_month"]),
            due_on=cleaned["due_on"],
            rubric=cleaned["rubric"],
            terms=terms,
            reviewers=list(cleaned["reviewers"]),
        )


def opening_defaults(today: date) -> dict[str, Any]:
    """The whole quarter of months before this one, to begin with."""
    index = today.year * 12 + today.month - 1
    first, last = (f"{at // 12:04d}-{at % 12 + 1:02d}" for at in (index - 3, index - 1))
    return {
        "first_month": first,
        "last_month": last,
        "label": formats.plain(f"Peer review, {formats.period(first, last)}"),
    }


class SayItForm(forms.Form):
    """Nothing to fill in: done by saying so."""


class EndUnreadForm(forms.Form):
    """Why a round in which nobody handed anything in ends."""

    reason = forms.CharField(
        label="Why did nobody read?",
        help_text="Everybody sees it. It tells who plans the next round what must change.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswersForm(forms.Form):
    """One reviewer's answers about one document; any may be left for later."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for at, criterion in enumerate(criteria, start=1):
            field = forms.ChoiceField(
                label=f"{at}. {criterion.title}",
                help_text=criterion.guidance,
                choices=[(answer.key, answer.label) for answer in criterion.answers],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{_PREFIX}{criterion.key}"] = field
        missing = forms.BooleanField(label="This document cannot be opened or found", required=False)
        self.fields[MISSING] = missing
        # A draft may lack any of them.
        one_of_several(*self.fields.values())

    def answers(self) -> dict[str, str]:
        """What is answered so far, by criterion."""
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith(_PREFIX) and value}
        return {name.removeprefix(_PREFIX): str(value) for name, value in found.items()}


def answers_before(answers: Mapping[str, str], *, missing: bool) -> dict[str, Any]:
    """A draft as the form begins with it."""
    return {**{f"{_PREFIX}{key}": value for key, value in answers.items()}, MISSING: missing}


class UsageForm(forms.Form):
    """Monthly counts of what became of drafts."""

    counts = SmallFileField(
        label="Monthly counts",
        help_text="A CSV file with the columns period, unit, user_group, offered, unedited, edited and discarded; if "
        "the edit distance is known, also changed_to_0.05, changed_to_0.2 and so on up to changed_to_1.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )

    @property
    def file_name(self) -> str:
        """How the file was called."""
        found = self.files.get("counts")
        return str(getattr(found, "name", "") or "usage.csv")
