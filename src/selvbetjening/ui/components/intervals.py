"""How often, and for how long, in words."""

from django.utils.translation import ngettext

from selvbetjening.kernel.periods import Interval


def per(interval: Interval) -> str:
    """ "a day", "a week", "a month", "every 3 months", "a year": behind a price."""
    count = interval.count
    match interval.unit:
        case "day":
            words = ngettext("a day", "every %(count)s days", count)
        case "week":
            words = ngettext("a week", "every %(count)s weeks", count)
        case "month":
            words = ngettext("a month", "every %(count)s months", count)
        case _:
            words = ngettext("a year", "every %(count)s years", count)
    return words % {"count": count}


def how_often(interval: Interval) -> str:
    """ "Daily", "Weekly", "Monthly", "Every 3 months", "Yearly": the name of a plan's terms."""
    count = interval.count
    match interval.unit:
        case "day":
            words = ngettext("Daily", "Every %(count)s days", count)
        case "week":
            words = ngettext("Weekly", "Every %(count)s weeks", count)
        case "month":
            words = ngettext("Monthly", "Every %(count)s months", count)
        case _:
            words = ngettext("Yearly", "Every %(count)s years", count)
    return words % {"count": count}


def span(interval: Interval) -> str:
    """ "1 month", "14 days": a length of time."""
    count = interval.count
    match interval.unit:
        case "day":
            words = ngettext("%(count)s day", "%(count)s days", count)
        case "week":
            words = ngettext("%(count)s week", "%(count)s weeks", count)
        case "month":
            words = ngettext("%(count)s month", "%(count)s months", count)
        case _:
            words = ngettext("%(count)s year", "%(count)s years", count)
    return words % {"count": count}
