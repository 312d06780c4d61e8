from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "attending.decisions"
    label = "decisions"
    verbose_name = "Decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.decisions.actions import delegating
        from attending.decisions.guards import GUARDS
        from attending.decisions.policy_guards import POLICY_VERSION
        from attending.decisions.queries.named import subject_of
        from attending.decisions.worklist import Waiting
        from attending.ledger import guards
        from attending.program.registries import decided, events, worklist
        from attending.ui import navigation

        navigation.register_own("Who signs for me", "decisions:delegations", 5, "person")
        for guard in (*GUARDS, POLICY_VERSION):
            guards.register(guard)
        worklist.register(Waiting())
        decided.register(subject_of)
        events.on(events.SeatVacated, delegating.when_seat_vacated)
        events.on(events.PersonLeft, delegating.when_person_left)
        navigation.register("Decisions", "decisions:list", 40, "committee", section="Committee", at_hand=True)
