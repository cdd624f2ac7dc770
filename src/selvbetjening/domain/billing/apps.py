from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "selvbetjening.domain.billing"
    label = "billing"
