"""Who was not heard: expected and present panelists by discipline and by site, as plain counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PanelMember:
    """Someone who was asked to score."""

    name: str
    discipline: str
    site: str


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """One discipline or site: `expected` panelists, `present` of them scored, and the names of those who did not.

    More may be expected than were asked; `not_asked` counts those.
    """

    group: str
    expected: int
    present: int
    missing: tuple[str, ...]
    not_asked: int = 0


@dataclass(frozen=True, slots=True)
class PanelCoverage:
    """Who scored, of those expected, by discipline and by site, in alphabetical order."""

    expected: int
    present: int
    disciplines: tuple[GroupCoverage, ...]
    sites: tuple[GroupCoverage, ...]

    @property
    def unheard(self) -> tuple[str, ...]:
        """The disciplines and sites from which nobody scored."""
        return tuple(each.group for each in (*self.disciplines, *self.sites) if each.present == 0)


def panel_coverage(
    members: Sequence[PanelMember],
    scored: Collection[str],
    *,
    disciplines: Mapping[str, int] | None = None,
    sites: Mapping[str, int] | None = None,
) -> PanelCoverage:
    """Count those of `members` whose names are among `scored`.

    `disciplines` and `sites` say how many panelists each should have at least; without it, as many as were asked.
    Raises ValueError when a name is listed twice or someone scored who was not asked.
    """
    names = [member.name for member in members]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is on the panel twice: list each panelist once.")
    for name in sorted(set(scored) - set(names)):
        raise ValueError(f"{name} scored and is not on the panel: add this person, or take the scores out.")
    found_disciplines = _groups([(m.discipline, m.name) for m in members], scored, disciplines or {})
    found_sites = _groups([(m.site, m.name) for m in members], scored, sites or {})
    expected = max(sum(each.expected for each in found_disciplines), len(members))
    return PanelCoverage(expected, sum(name in scored for name in names), found_disciplines, found_sites)


def _groups(
    placed: Sequence[tuple[str, str]], scored: Collection[str], wanted: Mapping[str, int]
) -> tuple[GroupCoverage, ...]:
    groups: dict[str, list[str]] = {group: [] for group in sorted({*wanted, *(group for group, _ in placed)})}
    for group, name in placed:
        groups[group].append(name)
    return tuple(
        GroupCoverage(
            group,
            max(len(names), wanted.get(group, 0)),
            sum(name in scored for name in names),
            tuple(sorted(name for name in names if name not in scored)),
            max(0, wanted.get(group, 0) - len(names)),
        )
        for group, names in groups.items()
    )
