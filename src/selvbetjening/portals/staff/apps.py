from django.apps import AppConfig


class StaffPortalConfig(AppConfig):
    name = "selvbetjening.portals.staff"
    label = "portal_staff"
