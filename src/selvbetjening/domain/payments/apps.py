from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "selvbetjening.domain.payments"
    label = "payments"
