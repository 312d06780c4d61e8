import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("program", "0002_risk_tier"),
        ("review", "0008_peer_pseudonyms"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="CountSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exposure", "Counts by month, with their exposure"),
                                    ("dates", "Dates of rare events"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=60)),
                        ("begun_at", models.DateTimeField()),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="count_series",
                                to="program.deployment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("deployment", "name"), name="count_series_named_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["exposure", "dates"])), name="count_series_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="count_series_is_named"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "exposure"), ("unit", ""), _negated=True),
                                name="count_series_exposure_has_a_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountHandover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rows", models.JSONField()),
                        ("source", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("handed_at", models.DateTimeField()),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="review.countseries",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["handed_at", "pk"],
                    },
                ),
            ],
        ),
        migrations.AlterField(
            model_name="chartreading",
            name="run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chart_readings",
                to="review.reviewrun",
            ),
        ),
        migrations.AddField(
            model_name="chartreading",
            name="handover",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chart_readings",
                to="review.counthandover",
            ),
        ),
        migrations.AddConstraint(
            model_name="chartreading",
            constraint=models.UniqueConstraint(fields=("plan", "handover"), name="chart_read_once_per_handover"),
        ),
        migrations.AddConstraint(
            model_name="chartreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("run", None), ("handover", None), _connector="XOR"),
                name="chart_read_from_a_review_or_a_handover",
            ),
        ),
        migrations.AddField(
            model_name="chartplan",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="review.countseries",
            ),
        ),
    ]
