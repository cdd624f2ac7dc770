from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "selvbetjening.domain.invoicing"
    label = "invoicing"
