from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "attending.ledger"
    label = "ledger"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the ledger's guards, and what keeps and checks every room's guards."""
        from attending.ledger import checks, guards, tables, upkeep

        for guard in tables.GUARDS:
            guards.register(guard)
        pre_migrate.connect(upkeep.before_migrations, sender=self)
        post_migrate.connect(upkeep.after_migrations, sender=self)
        register(checks.guards_stand, Tags.database)
        register(checks.database_is_durable, Tags.database)
