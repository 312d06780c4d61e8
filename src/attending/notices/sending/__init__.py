"""Deliver what waits, outside any transaction: a slow mail server holds up nobody's signature."""

from attending.notices.sending.due import Sent, send_due

__all__ = ["Sent", "send_due"]
