import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("decisions", "0001_initial"),
        ("program", "0001_initial"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="OversightThreshold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("measure", models.CharField(max_length=60)),
                        ("attribute", models.CharField(default="overall", max_length=100)),
                        ("level", models.CharField(default="all", max_length=200)),
                        (
                            "score_threshold",
                            models.DecimalField(blank=True, decimal_places=15, max_digits=20, null=True),
                        ),
                        ("window_months", models.PositiveSmallIntegerField()),
                        ("minimum_n", models.PositiveIntegerField()),
                        ("silence_days", models.PositiveSmallIntegerField()),
                        ("warn_low", models.FloatField(blank=True, null=True)),
                        ("warn_high", models.FloatField(blank=True, null=True)),
                        ("stop_low", models.FloatField(blank=True, null=True)),
                        ("stop_high", models.FloatField(blank=True, null=True)),
                        ("answer_within_hours", models.PositiveSmallIntegerField()),
                        ("agreed_action", models.TextField()),
                        ("agreed_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversight_thresholds",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "pause_authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stop_low__isnull", False), ("stop_high__isnull", False), _connector="OR"
                                ),
                                name="oversight_has_a_stop_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("warn_low", None),
                                    ("stop_low", None),
                                    ("warn_low__gte", models.F("stop_low")),
                                    _connector="OR",
                                ),
                                name="oversight_warns_before_stop_low",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("warn_high", None),
                                    ("stop_high", None),
                                    ("warn_high__lte", models.F("stop_high")),
                                    _connector="OR",
                                ),
                                name="oversight_warns_before_stop_high",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("deputy", models.F("pause_authority")), _negated=True),
                                name="oversight_deputy_is_another_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_months__in", [1, 3, 6, 12])),
                                name="oversight_window_in_months",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer_within_hours__gte", 1)), name="oversight_clock_runs"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("window_start", models.DateField()),
                        ("window_end", models.DateField()),
                        ("value", models.FloatField(blank=True, null=True)),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("n", models.PositiveBigIntegerField()),
                        ("events", models.PositiveBigIntegerField()),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("within", "Within limits"),
                                    ("warn", "Past the warning limit"),
                                    ("stop", "Past the stop limit"),
                                    ("no_data", "No data"),
                                    ("too_few", "Too few to judge"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("explanation", models.TextField()),
                        ("read_at", models.DateTimeField()),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="program.measurebatch",
                            ),
                        ),
                        (
                            "threshold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="governance.oversightthreshold",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["read_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["within", "warn", "stop", "no_data", "too_few"])),
                                name="reading_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False), ("verdict__in", ["no_data", "too_few"]), _connector="OR"
                                ),
                                name="reading_without_value_is_no_judgement",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Breach",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("answer_by", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breach",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breach",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "threshold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breaches",
                                to="governance.oversightthreshold",
                            ),
                        ),
                        (
                            "reading",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breach",
                                to="governance.reading",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "breaches",
                        "ordering": ["opened_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("threshold",),
                                name="one_open_breach_per_threshold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("decision", None)),
                                    models.Q(("closed_at__isnull", False), ("decision__isnull", False)),
                                    _connector="OR",
                                ),
                                name="breach_closed_by_a_decision",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
