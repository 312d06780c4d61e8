"""Which texts speak of the same thing: cosine of their character trigrams, weighted by how rare each trigram is.

Trigrams need no dictionary and forgive endings and misspellings (Cavnar and Trenkle 1994, SDAIR-94:161). Weights are
sublinear term frequency times smoothed inverse document frequency (Salton and Buckley 1988, Inf Process Manage 24:513),
the same as scikit-learn's ``TfidfVectorizer(analyzer="char", ngram_range=(3, 3), sublinear_tf=True)``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CHARACTERS: Final = 1_500
"""How much of a text is compared, from its beginning."""

_WORD: Final = re.compile(r"\w+")
_SHORTEST_WORD: Final = 4
_MOST_TRIGRAMS: Final = 2**22
_FUNCTION_WORDS: Final = frozenset(
    _WORD.findall(
        "about after again also another because been before being between both cannot come comes could does "
        "during each even every from goes happens have hears here into itself just like made make many more "
        "most much must need never nobody nothing often only other others over same seen sees shall should "
        "since some such take than that their them then there these they this those through today under until "
        "very want were what when where which while whom whose will with within without would your"
    )
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A text like the one asked about: its place in the list, cosine in [0, 1], and the rarest words in both."""

    index: int
    similarity: float
    words: tuple[str, ...]


def similarities(text: str, others: Sequence[str]) -> Floats:
    """Cosine in [0, 1] of ``text`` with each of ``others``, shape (len(others),); 0 where a text has no trigram.

    Document frequencies are those of ``text`` and ``others`` together.
    """
    documents = [_plain(each) for each in (text, *others)]
    document, trigram, count, trigrams = _counts(documents)
    frequency = np.bincount(trigram, minlength=trigrams)
    rarity = np.log((1 + len(documents)) / (1 + frequency)) + 1
    weight = (1 + np.log(count)) * rarity[trigram]
    asked = np.zeros(trigrams)
    mine = document == 0
    asked[trigram[mine]] = weight[mine]
    product = np.bincount(document, weight * asked[trigram], minlength=len(documents))
    length = np.sqrt(np.bincount(document, weight**2, minlength=len(documents)))
    scale = length * length[0]
    found: Floats = np.divide(product, scale, out=np.zeros(len(documents)), where=scale > 0)[1:]
    return np.clip(found, 0, 1)


def overlaps(text: str, others: Sequence[str], *, at_least: float, most: int = 5, words: int = 4) -> list[Overlap]:
    """The ``most`` texts whose cosine with ``text`` is ``at_least`` that, the most alike first.

    Each comes with up to ``words`` words of four letters or more that both texts hold, the rarest among ``others``
    first. Raises ValueError unless ``at_least`` lies in (0, 1].
    """
    if not 0 < at_least <= 1:
        raise ValueError(f"at_least must lie above 0 and at most at 1; it is {at_least}.")
    cosine = similarities(text, others)
    order = np.argsort(-cosine, kind="stable")[:most]
    alike = [int(index) for index in order if cosine[index] >= at_least]
    if not alike:
        return []
    spoken = dict.fromkeys(_words(text))
    spread = Counter(word for other in others for word in spoken.keys() & set(_words(other)))
    return [
        Overlap(index, float(cosine[index]), _shared(list(spoken), set(_words(others[index])), spread, words))
        for index in alike
    ]


def _shared(spoken: Sequence[str], here: set[str], spread: Counter[str], most: int) -> tuple[str, ...]:
    return tuple(sorted((word for word in spoken if word in here), key=lambda word: spread[word])[:most])


def _words(text: str) -> list[str]:
    found = _WORD.findall(_folded(text))
    return [word for word in found if len(word) >= _SHORTEST_WORD and word not in _FUNCTION_WORDS]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:CHARACTERS]).casefold()


def _plain(text: str) -> str:
    """Words in lower case with one space between, before and after them; empty for a text without words."""
    found = _WORD.findall(_folded(text))
    return f" {' '.join(found)} " if found else ""


def _counts(documents: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """Document, trigram and how often, for each trigram of each document; and how many trigrams there could be."""
    characters = np.frombuffer("".join(documents).encode("utf-32-le"), dtype=np.uint32)
    lengths = np.array([len(each) for each in documents], dtype=np.int64)
    owner = np.repeat(np.arange(len(documents), dtype=np.int64), lengths)
    present = np.zeros(int(characters.max(initial=0)) + 1, dtype=bool)
    present[characters] = True
    alphabet = int(present.sum())
    letter = (np.cumsum(present) - 1)[characters]
    trigram = (letter[:-2] * alphabet + letter[1:-1]) * alphabet + letter[2:]
    whole = owner[:-2] == owner[2:]
    trigram, owner, trigrams = trigram[whole], owner[:-2][whole], alphabet**3
    if trigrams > _MOST_TRIGRAMS:
        known, trigram = np.unique(trigram, return_inverse=True)
        trigrams = len(known)
    pairs, count = np.unique(owner * trigrams + trigram, return_counts=True)
    return pairs // max(trigrams, 1), pairs % max(trigrams, 1), count, trigrams
