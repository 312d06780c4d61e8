"""What a panelist fills in: scores of one use case, an interest, weights and their check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from attending.strategy.models import PanelCriterion
from attending.ui.fields import one_of_several

_SCALE: Final = [("", "Leave blank"), *((str(value), str(value)) for value in range(1, 10))]
_RATIOS: Final = [
    (1, "1: as much"),
    (2, "2: a little more"),
    (3, "3: moderately more"),
    (4, "4"),
    (5, "5: strongly more"),
    (6, "6"),
    (7, "7: very strongly more"),
    (8, "8"),
    (9, "9: extremely more"),
]


class ScoresForm(forms.Form):
    """The scores of one use case; any may be left blank."""

    def __init__(self, *args: Any, criteria: Sequence[PanelCriterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in criteria:
            self.fields[f"score_{criterion.key}"] = forms.TypedChoiceField(
                label=criterion.label,
                help_text=criterion.question,
                choices=_SCALE,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
        one_of_several(*self.fields.values())

    def scores(self) -> dict[str, int]:
        """What is scored, by the key of the criterion."""
        found = {name.removeprefix("score_"): value for name, value in self.cleaned_data.items()}
        return {key: value for key, value in found.items() if value is not None}


def scores_before(scores: Mapping[str, int]) -> dict[str, str]:
    """Saved scores as the form begins with them; blanks are chosen as such."""
    return {f"score_{key}": str(value) for key, value in scores.items()}


class ConflictForm(forms.Form):
    """An interest in a use case."""

    nature = forms.CharField(
        label="What is the interest?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: I am paid by the maker; I would lead it; my partner works on it. Everybody who sees the "
        "panel sees what you declare.",
    )


class SwingsForm(forms.Form):
    """Points for the swing from 1 to 9 of every criterion."""

    def __init__(self, *args: Any, criteria: Sequence[PanelCriterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in criteria:
            self.fields[f"points_{criterion.key}"] = forms.IntegerField(
                label=criterion.label,
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def points(self) -> dict[str, int]:
        """The points by the key of the criterion."""
        return {name.removeprefix("points_"): value for name, value in self.cleaned_data.items()}


class BestWorstForm(forms.Form):
    """Every criterion compared with the most and with the least valued one (Rezaei 2015)."""

    best = forms.ChoiceField(label="Which improvement is worth most to you?")
    worst = forms.ChoiceField(label="Which is worth least?")

    def __init__(self, *args: Any, criteria: Sequence[PanelCriterion], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(each.key, each.label) for each in criteria]
        for name in ("best", "worst"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=named)
        for prefix, label in (("best", "The most valued against {}"), ("worst", "{} against the least valued")):
            for key, name in named:
                self.fields[f"{prefix}_{key}"] = forms.TypedChoiceField(
                    label=label.format(name[0].lower() + name[1:] if prefix == "best" else name),
                    choices=_RATIOS,
                    coerce=int,
                )

    def compared(self) -> dict[str, Any]:
        """As ``save_best_worst`` takes it; a criterion against itself is 1 whatever stands there."""
        data = self.cleaned_data
        keys = [name.removeprefix("best_") for name in data if name.startswith("best_")]
        best_to_others = {key: 1 if key == data["best"] else data[f"best_{key}"] for key in keys}
        others_to_worst = {key: 1 if key == data["worst"] else data[f"worst_{key}"] for key in keys}
        # The two lists meet where the most valued stands against the least valued: one answer serves both.
        others_to_worst[data["best"]] = best_to_others[data["worst"]]
        return {
            "best": data["best"],
            "worst": data["worst"],
            "best_to_others": best_to_others,
            "others_to_worst": others_to_worst,
        }
