from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "attending.governance"
    label = "governance"
    verbose_name = "Governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.governance import (
            committee_registration,
            escalation_registration,
            gates_registration,
            lapse_registration,
            oversight_registration,
            policy_registration,
        )

        oversight_registration.register_oversight()
        policy_registration.register_policy()
        gates_registration.register_gates()
        lapse_registration.register_lapses()
        escalation_registration.register_escalation()
        committee_registration.register_committee()
