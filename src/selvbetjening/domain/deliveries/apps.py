from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "selvbetjening.domain.deliveries"
    label = "deliveries"
