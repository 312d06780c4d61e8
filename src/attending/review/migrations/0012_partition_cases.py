from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0011_declared_inputs"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedpartition",
            name="cases",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
