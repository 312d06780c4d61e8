"""What a seismometer configuration becomes, and that nothing of it changes its meaning in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from attending.sources.clinical import ImportRefused, from_seismometer

USAGE = """
data_usage:
  entity_id: patient_nbr
  context_id: encounter_id
  primary_output: score
  primary_target: Sepsis
  predict_time: ScoringTime
  cohorts:
    - source: race
      display_name: Race
    - source: age
      splits: [40, 65]
  event_table: {type: Type, time: EventTime, value: Value}
  events:
    - source: [SepsisA, SepsisB]
      display_name: Sepsis
      window_hr: 24
      offset_hr: 1
      usage: target
      aggregation_method: max
    - source: Lactate
      usage: outcome
      window_hr: 6
    - source: Antibiotics
      usage: intervention
      window_hr: 6
      merge_strategy: first
  load_time_filters:
    - {source: site, values: [A]}
  telemetry: on
  censor_min_count: 15
"""
DICTIONARY = """
predictions:
  - {name: patient_nbr, dtype: object}
  - {name: encounter_id, dtype: object}
  - {name: race, dtype: category}
  - {name: score, dtype: float64}
  - {name: ScoringTime, dtype: "datetime64[ns]"}
events:
  - {name: SepsisA, dtype: bool}
  - {name: SepsisB, dtype: bool}
  - {name: Antibiotics, dtype: bool}
"""


def written(folder: Path, usage: str = USAGE, dictionary: str = DICTIONARY) -> tuple[Path, Path]:
    (folder / "usage_config.yml").write_text(usage)
    (folder / "dictionary.yml").write_text(dictionary)
    return folder / "usage_config.yml", folder / "dictionary.yml"


def test_the_vocabulary_is_read(tmp_path: Path) -> None:
    found = from_seismometer(*written(tmp_path))
    declaration = found.declaration
    assert declaration is not None
    assert declaration.predictions.by == ("race",)
    assert (declaration.predictions.patient, declaration.predictions.encounter) == ("patient_nbr", "encounter_id")
    target = declaration.outcome
    assert (target.types, target.window_hours, target.offset_hours, target.merge) == (
        ("SepsisA", "SepsisB"), 24.0, 1.0, "forward",
    )  # fmt: skip
    assert [event.name for event in declaration.declared] == ["Sepsis", "Antibiotics"]
    assert (found.smallest_group, found.mapping.outcome) == (15, None)


def test_whatever_means_another_thing_here_is_noted(tmp_path: Path) -> None:
    notes = {note.key: note.text for note in from_seismometer(*written(tmp_path)).notes}
    assert "NOT filtered" in notes["data_usage.load_time_filters"]
    assert "not known here" in notes["data_usage.telemetry"]
    assert "left out" in notes["data_usage.events[1].usage"]
    assert "whole log" in notes["data_usage.events[2].merge_strategy"]
    assert "look at the outcome" in notes["data_usage.events[0].aggregation_method"]
    assert "band" in notes["data_usage.cohorts[1].splits"]


def test_a_target_in_the_predictions_needs_no_events(tmp_path: Path) -> None:
    usage = "data_usage: {entity_id: p, primary_output: s, primary_target: died, predict_time: t}"
    found = from_seismometer(written(tmp_path, usage)[0])
    assert found.declaration is None
    assert (found.mapping.score, found.mapping.outcome, found.mapping.time) == ("s", "died", "t")


def test_a_missing_window_is_asked_for(tmp_path: Path) -> None:
    paths = written(tmp_path, USAGE.replace("      window_hr: 24\n", ""))
    with pytest.raises(ImportRefused, match="never counts"):
        from_seismometer(*paths)
    declaration = from_seismometer(*paths, windows={"Sepsis": 12}).declaration
    assert declaration is not None
    assert declaration.outcome.window_hours == 12.0


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("window_hr: 24", "window_hr: soon", "data_usage.events[0].window_hr"),
        ("entity_id: patient_nbr", "entity_id: 7", "data_usage.entity_id"),
        ("censor_min_count: 15", "censor_min_count: 3", "data_usage.censor_min_count"),
        ("aggregation_method: max", "merge_strategy: count", "data_usage.events[0].merge_strategy"),
        ("source: Lactate", "source: 5", "data_usage.events[1].source"),
        ("window_hr: 24", "window_hr: -1", "data_usage.events[0]"),
        ("entity_id: patient_nbr", "entity_id: a\n  entity_id: b", "line 4"),
        ("entity_id: patient_nbr", "entity_id: !!python/object/apply:os.getcwd []", "line 3"),
        ("cohorts:", "cohorts: [", ""),
    ],
)
def test_a_refusal_names_file_key_value_and_expectation(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        from_seismometer(*written(tmp_path, USAGE.replace(old, new)))
    assert refused.value.file == "usage_config.yml"
    assert key in refused.value.key
    assert refused.value.expected


def test_names_are_held_against_the_dictionary(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="'ScoringTime'"):
        from_seismometer(*written(tmp_path, dictionary=DICTIONARY.replace("ScoringTime", "Other")))
    with pytest.raises(ImportRefused, match="'SepsisB'"):
        from_seismometer(*written(tmp_path, dictionary=DICTIONARY.replace("SepsisB", "SepsisC")))


def test_large_and_deep_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="at most"):
        from_seismometer(written(tmp_path, "#" * 2**21)[0])
    with pytest.raises(ImportRefused):
        from_seismometer(written(tmp_path, "[" * 5000)[0])
