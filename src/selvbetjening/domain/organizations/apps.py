from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "selvbetjening.domain.organizations"
    label = "organizations"
