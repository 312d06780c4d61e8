from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "attending.review"
    label = "review"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ledger.guards import register
        from attending.review import guards

        register(guards.RUNS)
