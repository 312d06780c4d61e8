"""Every change of notices: written in the transaction of what they tell, delivered after it."""

from attending.notices.actions.writing import announce, notify

__all__ = ["announce", "notify"]
