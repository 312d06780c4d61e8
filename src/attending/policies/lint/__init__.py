"""Whether a policy can work: no gate that nobody can pass, no tier laxer than the one below, in plain words."""

from attending.policies.lint.finding import Finding, Weight
from attending.policies.lint.rules import findings, musts
from attending.policies.lint.seats import vacant

__all__ = ["Finding", "Weight", "findings", "musts", "vacant"]
