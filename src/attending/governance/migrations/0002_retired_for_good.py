"""Nothing changes in the tables: the guard of deployments does, and is put back after this migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = []
