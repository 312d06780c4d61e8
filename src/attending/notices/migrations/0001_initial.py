import uuid

import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("program", "0004_committee_reviewers"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="ClockTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("ran_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "channel",
                            models.CharField(choices=[("email", "E-mail"), ("webhook", "Webhook")], max_length=10),
                        ),
                        ("host", models.CharField(blank=True, max_length=255)),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        ("link", models.CharField(max_length=300)),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("created_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits to be sent"),
                                    ("sent", "Sent"),
                                    ("undelivered", "Not delivered"),
                                    ("off", "On the pages only"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.organisation"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["next_at"], name="notices_waiting"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sent", "undelivered", "off"])),
                                name="notice_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("channel", "email"), ("host", ""), ("person__isnull", False)),
                                    models.Q(
                                        ("channel", "webhook"), ("person", None), models.Q(("host", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_goes_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                    ("link__startswith", "/"),
                                ),
                                name="notice_says",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                                    _connector="OR",
                                ),
                                name="notice_sent_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("next_at__isnull", False), ("state", "waiting")),
                                    models.Q(models.Q(("state", "waiting"), _negated=True), ("next_at", None)),
                                    _connector="OR",
                                ),
                                name="notice_waits_for_a_time",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
