"""What makes a plan impossible before anything is solved: capabilities that nobody builds, and circles of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import builders_of
from attending.analytics.sequencing.wishes import Never


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a capability can never be there.

    kind: "unbuilt" (nobody builds it, and it is not there) or "circle" (whoever builds it needs it first). chain: keys,
    capability and initiative in turn; a circle ends where it began. initiatives: who can therefore never start.
    """

    kind: Literal["unbuilt", "circle"]
    capability: str
    chain: tuple[str, ...]
    initiatives: tuple[str, ...]
    message: str


class Unsound(ValueError):
    """Capabilities that some initiative needs can never be there; `obstacles` has each with its chain."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(" ".join(each.message for each in obstacles))
        self.obstacles = obstacles


def require_sound(problem: Problem) -> None:
    """Raise `Unsound` where an initiative that may still start needs what can never be there."""
    found = obstacles(problem)
    if found:
        raise Unsound(found)


def set_aside(problem: Problem) -> tuple[Problem, tuple[Obstacle, ...]]:
    """The problem with a `Never` for each initiative that can never start, and why; for planning the rest."""
    found = obstacles(problem)
    blocked = sorted({key for each in found for key in each.initiatives})
    return replace(problem, wishes=(*problem.wishes, *(Never(key) for key in blocked))), found


def obstacles(problem: Problem) -> tuple[Obstacle, ...]:
    """Every circle of capabilities and every one that nobody builds on which an initiative waits; empty: none."""
    never = _never_there(problem)
    barred = {wish.initiative for wish in problem.wishes if isinstance(wish, Never)}
    waiting: dict[tuple[str, ...], set[str]] = {}
    builders = builders_of(sorted(problem.initiatives, key=lambda each: each.key))
    for each in problem.initiatives:
        if each.start is None and each.key not in barred:
            for need in each.needs:
                if need in never:
                    waiting.setdefault(_root(need, never, builders), set()).add(each.key)
    return tuple(_obstacle(problem, chain, tuple(sorted(keys))) for chain, keys in sorted(waiting.items()))


def _never_there(problem: Problem) -> set[str]:
    """The capabilities that no order of the initiatives brings about."""
    never = {each.key for each in problem.capabilities if each.available is None}
    while True:
        able = [each for each in problem.initiatives if each.start is not None or never.isdisjoint(each.needs)]
        built = never & {key for each in able for key in each.builds}
        if not built:
            return never
        never -= built


def _root(need: str, never: set[str], builders: Mapping[str, list[Initiative]]) -> tuple[str, ...]:
    """From a capability to what it waits for, capability and initiative in turn; only the circle if it ends in one."""
    chain: list[str] = [need]
    while builders.get(chain[-1]):
        builder = builders[chain[-1]][0]
        following = min(set(builder.needs) & never)
        if following in chain[::2]:
            circle = [*chain[chain.index(following) :], builder.key]
            # Wherever it was entered, a circle is told from its first capability on, so that it is told once.
            least = circle.index(min(circle[::2]))
            circle = circle[least:] + circle[:least]
            return (*circle, circle[0])
        chain += [builder.key, following]
    return (chain[-1],)


def _obstacle(problem: Problem, chain: tuple[str, ...], initiatives: tuple[str, ...]) -> Obstacle:
    capabilities, by_key = problem.capabilities_by_key, problem.initiatives_by_key
    waiting = ", ".join(by_key[key].title for key in initiatives)
    title = capabilities[chain[0]].title
    if len(chain) == 1:
        message = (
            f"{title} ({chain[0]}) is needed by {waiting}, but no initiative builds it and it is not there: add one "
            "that builds it, say from which quarter it is available, or take the need away."
        )
        return Obstacle("unbuilt", chain[0], chain, initiatives, message)
    steps = [
        f"{capabilities[chain[i]].title} is built by {by_key[chain[i + 1]].title}, which needs "
        f"{capabilities[chain[i + 2]].title}"
        for i in range(0, len(chain) - 1, 2)
    ]
    message = (
        f"Capabilities wait for one another in a circle: {'; '.join(steps)}. So {waiting} can never start: take one of "
        "these needs away, or say that one of these capabilities is there."
    )
    return Obstacle("circle", chain[0], chain, initiatives, message)
