"""The form in which a log of events is handed over, to be held against a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from attending.program.models import Site
from attending.sources.events import EventMapping, defaults_for
from attending.ui.fields import set_choices, set_records
from attending.workflow.models import MapVersion

SUFFIXES: Final = (".csv", ".tsv", ".parquet", ".pq", ".xes", ".gz", ".json", ".jsonocel")
_COLUMNS: Final = ("case", "activity", "timestamp", "lifecycle", "site", "shift", "time_zone", "object_type")


class CheckForm(forms.Form):
    """Which map, which log, and which column means what. The file itself is taken by the upload handler."""

    version = forms.ChoiceField(label="Map")
    place = forms.ModelChoiceField(
        label="Site the log is of", queryset=Site.objects.none(), required=False, empty_label="Every site"
    )
    log = forms.FileField(
        label="Log of events",
        help_text="CSV, Parquet, XES or OCEL 2.0 JSON: one row an event. It is read here and removed; counts are kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "Choose the log to read.", "empty": "The file is empty."},
    )
    case = forms.CharField(
        label="Column of the case",
        required=False,
        help_text="The patient or the stay; no value of it is kept. Empty, here and below: as the format names it.",
    )
    activity = forms.CharField(
        label="Column of the activity", required=False, help_text="What happened, as the steps of the map name it."
    )
    timestamp = forms.CharField(label="Column of the time", required=False, help_text="When it happened, ISO 8601.")
    time_zone = forms.CharField(
        label="Time zone", required=False, help_text="Of times without an offset, such as Europe/Amsterdam."
    )
    lifecycle = forms.CharField(
        label="Column of begun or complete", required=False, help_text="Where one activity has a row for each."
    )
    transitions = forms.CharField(
        label="Rows of it that count", required=False, help_text="With a comma between them, such as: complete"
    )
    site = forms.CharField(label="Column of the site", required=False)
    shift = forms.CharField(
        label="Column of the shift", required=False, help_text="Where the log records it; else the map's shifts count."
    )
    subgroups = forms.CharField(
        label="Columns of subgroups", required=False, help_text="With a comma between them: sex, language"
    )
    object_type = forms.CharField(
        label="What a case is", required=False, help_text="For OCEL only: the type of object, such as Patient."
    )

    def __init__(
        self,
        *args: Any,
        versions: Sequence[MapVersion],
        sites: QuerySet[Site],
        kept: Mapping[str, Any] | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.versions = {str(each.pk): each for each in versions}
        set_choices(self, "version", [(key, _named(each)) for key, each in self.versions.items()])
        set_records(self, "place", sites)
        self.initial = {**_written(kept or {}), **self.initial}

    def chosen(self) -> MapVersion:
        """The version that the log is held against."""
        return self.versions[self.cleaned_data["version"]]

    def mapping(self, path: Path) -> EventMapping:
        """Which column means what, with the format's own names where nothing is said. Raises MappingRefused."""
        values = self.cleaned_data
        stated: dict[str, Any] = {name: values[name].strip() for name in _COLUMNS if values[name].strip()}
        for name in ("transitions", "subgroups"):
            names = [each.strip() for each in values[name].split(",") if each.strip()]
            stated |= {name: names} if names else {}
        return defaults_for(path).with_document(stated)


def _named(version: MapVersion) -> str:
    care_map = version.care_map
    where = care_map.site.name if care_map.site else "every site"
    return f"{care_map.get_kind_display()}, {where}, version {version.number}"


def _written(kept: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in kept.items()
        if name in {*_COLUMNS, "transitions", "subgroups"}
    }
