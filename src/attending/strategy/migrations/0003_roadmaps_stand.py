"""Nothing changes in the tables: the guards of roadmaps and plans do, and are put back after this migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_panels_stand")]

    operations = []
