"""Why something was refused. Each message tells the person what to do."""

from __future__ import annotations

from attending.program.rules import NotAllowed, Refused


class InvalidPacket(ValueError):
    """A room put something into a packet that could not be shown whole; the message names the place."""


class InvalidProposal(ValueError):
    """A room proposed something that cannot be decided; the message says what is wrong."""


class NotEligible(NotAllowed):
    """The person holds no seat that this decision asks."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


class SelfApproval(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            "You proposed this, and nobody approves what they proposed. Somebody else who is asked must sign."
        )


class Recused(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            "You have recused yourself from this decision, so you do not sign it. The others who are asked do."
        )


class PutWithoutIts(Refused):
    """The question was put past the action of its room, and nothing is there that it could decide about."""

    def __init__(self, what: str, ask_from: str) -> None:
        super().__init__(
            f"This question was put without its {what}, so it decides nothing. Have it taken back, and ask from "
            f"{ask_from}."
        )


class AlreadySigned(Refused):
    def __init__(self, by: str = "") -> None:
        super().__init__(
            f"{by} has signed this packet on your behalf, and each person counts once."
            if by
            else "You have signed this packet already. A second person has to sign if more signatures are needed."
        )


class ProposalClosed(Refused):
    def __init__(self, state: str) -> None:
        super().__init__(
            f"This proposal is {state.lower()} and takes no more changes. To decide anew, make a new proposal."
        )


class PacketChanged(Refused):
    """The packet, or what the page shows of it, is not what the person read."""

    def __init__(self) -> None:
        super().__init__(
            "The evidence or its wording has changed since you opened this page. Read it again, then sign."
        )


class ReauthenticationFailed(Refused):
    """Who signs was not proven for exactly this signature."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Open the page again and confirm that it is you.")


class UnknownChoice(Refused):
    def __init__(self) -> None:
        super().__init__("Choose one of the options of this proposal.")


class ReasonMissing(Refused):
    def __init__(self, choice: str) -> None:
        super().__init__(f"Give a reason for {choice}; one of the ready-made reasons is enough.")


class ConditionsMissing(Refused):
    def __init__(self, choice: str) -> None:
        super().__init__(f"{choice} needs at least one condition, each with its owner and a date it is due.")


class ConditionsNotTaken(Refused):
    def __init__(self, choice: str) -> None:
        super().__init__(f"{choice} takes no conditions. Clear them, or choose the option that does.")


class InvalidCondition(Refused):
    """A condition lacks something."""


class KeyReused(Refused):
    """The same form was sent again with other content."""

    def __init__(self) -> None:
        super().__init__("This form was sent already with other content. Open the page again to see what was signed.")


class FormSpent(Refused):
    """The identity proven with this form was used up, and no signature came of it."""

    def __init__(self) -> None:
        super().__init__("This form can no longer be signed. Read the proposal again, and sign from there.")


class InvalidDelegation(Refused):
    """A delegation that could not stand; the message says what to change."""


class DelegationEnded(Refused):
    def __init__(self) -> None:
        super().__init__("This delegation has ended already.")


class ClockWentBack(Refused):
    """The clock shows a time before something that this rests on."""

    def __init__(self) -> None:
        super().__init__(
            "The clock of this installation shows a time before what this answers to. Nothing is dated back: have the "
            "clock set right, then try again."
        )


class OwnCondition(NotAllowed):
    def __init__(self) -> None:
        super().__init__("You own this condition, so somebody else who may sign the decision has to accept your proof.")


class OwnersDelegate(NotAllowed):
    def __init__(self, owner: str) -> None:
        super().__init__(f"You sign for {owner}, who owns this condition, so a third person accepts the proof.")


class AlreadyClosed(Refused):
    def __init__(self) -> None:
        super().__init__("This condition was closed already; its proof is on the page of the decision.")
