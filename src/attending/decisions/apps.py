from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "attending.decisions"
    label = "decisions"
    verbose_name = "Decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.decisions.guards import GUARDS
        from attending.ledger import guards

        for guard in GUARDS:
            guards.register(guard)
