from django.apps import AppConfig


class DirectDebitConfig(AppConfig):
    name = "selvbetjening.domain.directdebit"
    label = "directdebit"
