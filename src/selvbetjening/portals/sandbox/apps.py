from django.apps import AppConfig


class SandboxPortalConfig(AppConfig):
    """In the demo the time is what the clock page says, for web, worker and commands alike. Refuses to be elsewhere."""

    name = "selvbetjening.portals.sandbox"
    label = "portal_sandbox"

    def ready(self) -> None:
        from selvbetjening.kernel import clock
        from selvbetjening.portals.sandbox import travel
        from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo

        refuse_outside_demo()
        clock.set_source(travel.now)
