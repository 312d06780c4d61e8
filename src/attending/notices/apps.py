from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "attending.notices"
    label = "notices"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ledger.guards import register
        from attending.notices import guards
        from attending.notices.worklist import Undelivered
        from attending.program.acting import administers
        from attending.program.registries import worklist
        from attending.ui import navigation

        register(guards.NOTICE)
        worklist.register(Undelivered())
        navigation.register_footer("Notices", "notices:notices", 95, shown=administers)
        navigation.register_own("Notices", "notices:notices", 15, "page", shown=administers)
