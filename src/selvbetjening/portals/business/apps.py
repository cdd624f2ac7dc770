from django.apps import AppConfig


class BusinessPortalConfig(AppConfig):
    name = "selvbetjening.portals.business"
    label = "portal_business"
