from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The last app to be ready: it plugs reactions and the demo's clock in."""

    name = "selvbetjening.config"
    label = "assembly"

    def ready(self) -> None:
        from selvbetjening import reactions
        from selvbetjening.domain.accounts import queries as accounts
        from selvbetjening.domain.identity.ports import use_recipients

        reactions.register()
        use_recipients(accounts)
