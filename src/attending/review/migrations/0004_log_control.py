from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0003_chart_answers")]

    operations = [
        migrations.AddField(
            model_name="logsource",
            name="control",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
