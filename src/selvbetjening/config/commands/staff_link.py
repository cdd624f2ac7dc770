"""`selvbetjening staff-link EMAIL`: a login link for an operator, printed once."""

import argparse

from selvbetjening.config.demo_folder import join_demo, offer_demo
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom the link is for."""
    parser.add_argument("email", help="the operator's e-mail address; a new operator is made")
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Print an address that logs the operator in once, within ten minutes."""
    join_demo(options)
    start_django()
    from django.conf import settings

    from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
    from selvbetjening.domain.organizations.queries import origin
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.addresses import InvalidEmail

    try:
        made = make_staff_link(email=options.email, at=clock.now())
    except InvalidEmail:
        raise PlainError("That is no e-mail address. Write name@domain.") from None
    except PermissionError as error:
        raise PlainError(str(error)) from None
    print(f"{origin(host=f'staff.{settings.PORTAL_BASE_DOMAIN}')}/link/{made.token}/")
    print("It works once, within ten minutes. Whoever has it is let in: do not pass it on.")
    return 0
