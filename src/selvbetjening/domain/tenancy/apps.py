from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "selvbetjening.domain.tenancy"
    label = "tenancy"
