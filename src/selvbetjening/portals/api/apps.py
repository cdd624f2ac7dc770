from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "selvbetjening.portals.api"
    label = "portal_api"
