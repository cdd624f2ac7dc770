from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "selvbetjening.domain.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        from selvbetjening.domain.access.ports import Door, register_door
        from selvbetjening.domain.deliveries.actions.approve import void_approvals

        register_door(Door("file_approvals", ("deliveries.Approval.membership_id",), void_approvals, when_demoted=True))
