from __future__ import annotations

import pytest

from tests.integration.governance.committee import Committee, build_committee
from tests.integration.house import begin_with_house
from tests.integration.kept import kept


def _build() -> Committee:
    return build_committee(begin_with_house())


_begin_with_committee = kept(_build, guarded=False)


@pytest.fixture
def committee(db: None) -> Committee:
    return _begin_with_committee()
