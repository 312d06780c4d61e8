"""Rate a hazard by a method; where it has a decision tree, its questions are asked one after the other."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from attending.analytics.catalogs.hazards import End, HazardAction, Level, Method, walk
from attending.program.models import Person
from attending.ui.fields import set_choices, set_records
from attending.workflow.actions.hazards.rating import Judgement

ANSWERS: Final = (("yes", "Yes"), ("no", "No"))
_TREE: Final = "tree-"
ACTIONS: Final = (
    (HazardAction.ELIMINATE, "Eliminate it"),
    (HazardAction.CONTROL, "Control it"),
    (HazardAction.ACCEPT, "Accept it as it is"),
)


class RatingForm(forms.Form):
    """How bad and how likely, each in the words of the method's scale.

    With a decision tree the form grows: once both are chosen it asks the question that comes next, and where the tree
    ends in an action it asks which.
    """

    severity = forms.ChoiceField(label="How bad would it be?", widget=forms.RadioSelect)
    likelihood = forms.ChoiceField(label="How likely is it?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you rest it on: incidents, counts, what the night shift says.",
    )

    def __init__(self, data: Any, *, method: Method, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.method = method
        set_choices(self, "severity", _choices(method.severities))
        set_choices(self, "likelihood", _choices(method.likelihoods))
        if data is not None and method.tree:
            self._ask(data, people)

    def _ask(self, data: Any, people: QuerySet[Person]) -> None:
        """Add the questions that the tree has reached with what was entered, and the action where it ends in one."""
        try:
            rating = self.method.rating(data.get("likelihood", ""), data.get("severity", ""))
        except ValueError:
            return
        said = f"The {self.method.rating_name.lower()} is {rating}"
        given = {each.key: data.get(f"{_TREE}{each.key}") for each in self.method.tree}
        walked = walk(
            self.method, rating, {key: value == "yes" for key, value in given.items() if value in {"yes", "no"}}
        )
        asked = [question for question, _ in walked.answered if question.rating_from is None]
        for question in [*asked, *([walked.open] if walked.open else [])]:
            self.fields[f"{_TREE}{question.key}"] = forms.ChoiceField(
                label=question.question,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": f"{said}, so the decision tree asks this next."},
            )
        if walked.end is End.PROCEED:
            self._ask_action(people)

    def _ask_action(self, people: QuerySet[Person]) -> None:
        proceed = {"required": "The decision tree ends in an action, so this is needed."}
        self.fields["action"] = forms.ChoiceField(
            label="What is done about it?", choices=ACTIONS, widget=forms.RadioSelect, error_messages=proceed
        )
        self.fields["action_owner"] = forms.ModelChoiceField(
            label="Who does it", queryset=Person.objects.none(), error_messages=proceed
        )
        set_records(self, "action_owner", people)
        self.fields["outcome_measure"] = forms.CharField(
            label="By what will one see that it worked?", max_length=1_000, error_messages=proceed
        )

    def judged(self) -> Judgement:
        """As the action takes it."""
        values = self.cleaned_data
        action = values.get("action")
        return Judgement(
            method=self.method.key,
            version=self.method.version,
            severity=values["severity"],
            likelihood=values["likelihood"],
            reason=values["reason"],
            answers={
                name.removeprefix(_TREE): value == "yes" for name, value in values.items() if name.startswith(_TREE)
            },
            action=HazardAction(action) if action else None,
            action_owner=values.get("action_owner"),
            outcome_measure=values.get("outcome_measure", ""),
        )


def _choices(levels: tuple[Level, ...]) -> list[tuple[str, str]]:
    return [(level.key, f"{level.name}: {level.means}") for level in levels]
