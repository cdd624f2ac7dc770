from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "selvbetjening.domain.contracts"
    label = "contracts"
