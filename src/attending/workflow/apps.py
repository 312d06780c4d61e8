from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "attending.workflow"
    label = "workflow"
    verbose_name = "Workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ledger.guards import register
        from attending.ui import navigation
        from attending.workflow import guards

        for guard in guards.GUARDS:
            register(guard)
        navigation.register("Workflow", "workflow:use-cases", 38, "workflow")
