"""Which policy holds for an organisation now."""

from __future__ import annotations

from attending.decisions.models.policies import PolicyState, PolicyVersion
from attending.policies.default import default_policy
from attending.policies.model import Policy
from attending.policies.reading import read_policy
from attending.program.models import Organisation
from attending.program.once import once_a_page


def policy_of(organisation: Organisation | int) -> Policy:
    """The policy in force of an organisation, or of the one with this primary key; the default where it adopted none.

    One query; within a page only the first call costs one. A text that was read before is not read again.
    """
    return _in_force(organisation if isinstance(organisation, int) else organisation.pk)


@once_a_page
def _in_force(organisation: int) -> Policy:
    in_force = PolicyVersion.objects.filter(organisation=organisation, state=PolicyState.IN_FORCE)
    text = in_force.values_list("text", flat=True).first()
    return default_policy() if text is None else read_policy(text)
