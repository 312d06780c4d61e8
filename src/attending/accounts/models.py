"""A login. Who somebody is to the health system (discipline, seats) is ``program.Person``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone


class User(AbstractUser):
    """A named login; never shared, never reused.

    ``printed_name`` is what stands under a signature (21 CFR 11.50(a)(1)); only an administrator changes it.
    ``reset_by`` is the administrator whose reset link was last used, until a second person has confirmed
    who sits behind the login; while it is set the login cannot sign (21 CFR 11.200(a)(3)).
    """

    printed_name = models.CharField(max_length=150, blank=True)
    reset_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["printed_name", "username"], name="accounts_user_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_without_case"),
            models.CheckConstraint(
                condition=Q(reset_by__isnull=True) | ~Q(reset_by=F("id")), name="accounts_user_not_reset_by_themselves"
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name or self.username

    def get_full_name(self) -> str:
        """The printed name."""
        return self.printed_name


class OneTimeLink(models.Model):
    """A link that lets one person in once: the first administrator, somebody invited, or a reset.

    Only the SHA-256 of the token is kept.
    """

    class Purpose(models.TextChoices):
        FIRST_ADMINISTRATOR = "first_administrator", "Set up the first administrator"
        INVITATION = "invitation", "Accept an invitation"
        RESET = "reset", "Choose a new password"

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="one_time_links")
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(purpose="first_administrator", used_at__isnull=False),
                name="accounts_onetimelink_one_first_administrator",
            ),
            models.CheckConstraint(
                condition=Q(purpose="first_administrator", issued_by__isnull=True)
                | (~Q(purpose="first_administrator") & Q(user__isnull=False, issued_by__isnull=False)),
                name="accounts_onetimelink_names_whom_it_is_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, issued {self.created_at:%Y-%m-%d %H:%M} UTC"


class UsedNonce(models.Model):
    """A signing intent that was authenticated once; the same intent is never authenticated again."""

    nonce_sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.nonce_sha256


class SigningAttempt(models.Model):
    """An attempt to authenticate a signature that has failed, or has not ended yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="accounts_signingattempt_recent")]

    def __str__(self) -> str:
        return f"attempt of user {self.user_id} at {self.at.isoformat()}"


class PasskeyCounter(models.Model):
    """The highest signature counter a passkey has shown in a signature; 0 for passkeys that do not count."""

    credential_id_sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    counter = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.credential_id_sha256[:12]}: {self.counter}"


class SharedCacheEntry(models.Model):
    """The table behind Django's database cache, so that every worker counts the same failed logins."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_shared_cache"

    def __str__(self) -> str:
        return self.cache_key
