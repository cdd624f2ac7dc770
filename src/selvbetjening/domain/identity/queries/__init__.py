"""What may be asked about identities."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from selvbetjening.domain.identity.models import (
    ApiUser,
    LinkEvent,
    LoginLink,
    LoginRequest,
    PortalSession,
    StaffSession,
)
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.ports import recipients
from selvbetjening.domain.identity.rules.eligibility import SENT, UNKNOWN_EMAIL, Standing, Verdict, decide
from selvbetjening.domain.identity.rules.links import CODE_TRIES, LinkPage, state
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.permissions import CREATE_ACCOUNT
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel.days import COPENHAGEN, copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tokens import equal

#: The key in a session's data under which the logged-in recipient's id stands.
RECIPIENT: Final = "recipient"
#: The key under which the id of a proven mailbox stands that chooses among recipients (XB-07).
IDENTITY: Final = "identity"
#: The key under which the moment of the login stands, for acts that want a fresh one (XB-37).
PROVEN_AT: Final = "proven_at"
#: The key under which stands who of the company only looks at the portal, and until when (CM-12).
VIEWING: Final = "viewing"
#: The keys of a visit that a company's app began: the only permissions it has, and where it goes back to (LG-12).
NARROWED_TO: Final = "narrowed_to"
RETURN_URL: Final = "return_url"
#: The feature that opens the customer portal (SB-06).
SELF_SERVICE = "self_service"


@dataclass(frozen=True)
class PortalFacts:
    """An organization, and whether it has an API user (SB-07); one query, asked at every request (LG-14)."""

    organization: Organization
    has_api_user: bool
    logo: str
    """Digest of the logo's bytes, empty when there is none."""


# Plain SQL, because every request asks it, and Django takes longer to make the query than to run it.
_PORTAL_FACTS = """
    SELECT o.*,
           EXISTS (SELECT 1 FROM identity_apiuser u WHERE u.organization_id = o.id) AS has_api_user,
           (SELECT l.sha256 FROM organizations_logo l WHERE l.organization_id = o.id) AS logo_sha256
    FROM organizations_organization o WHERE o.id = %s
"""


def portal_facts(organization: OrganizationId) -> PortalFacts | None:
    """The organization with what its gate needs, or None when it is not there."""
    found: Any = next(iter(Organization.objects.raw(_PORTAL_FACTS, [organization])), None)
    return None if found is None else PortalFacts(found, bool(found.has_api_user), found.logo_sha256 or "")


@dataclass(frozen=True)
class SessionRow:
    """A session as the doors see it."""

    data: dict[str, Any]
    created_at: datetime
    last_seen_at: datetime


def session(organization: OrganizationId | None, *, digest: bytes) -> SessionRow | None:
    """The session with this digest, alive or not; without an organization one of the operator's."""
    rows = session_rows(organization, digest=digest)
    found = rows.values_list("data", "created_at", "last_seen_at").first()
    return None if found is None else SessionRow(*found)


def session_rows(organization: OrganizationId | None, *, digest: bytes) -> Any:
    """The queryset of at most one session."""
    if organization is None:
        return StaffSession.objects.filter(key_digest=digest)
    return PortalSession.objects.filter(organization_id=organization, key_digest=digest)


def standing(organization: OrganizationId) -> Standing:
    """What the gate and "Opret konto" say now. Raises `Organization.DoesNotExist`."""
    return _standing(_facts(organization))


def _facts(organization: OrganizationId) -> PortalFacts:
    facts = portal_facts(organization)
    if facts is None:
        raise Organization.DoesNotExist
    return facts


def _standing(facts: PortalFacts) -> Standing:
    found = facts.organization
    return Standing(
        is_active=found.is_active,
        has_feature=SELF_SERVICE in found.features,
        is_switched_on=found.self_service_enabled,
        has_api_user=facts.has_api_user,
        may_create_account=CREATE_ACCOUNT in found.allowed_acts,
    )


def verdict(organization: OrganizationId, *, email: str, at: datetime) -> Verdict:
    """What a login with this address comes to now (LG-02, SEC-60); on the bookkeepers' host, whether it has a grant."""
    if organization == PLATFORM:
        known = recipients().is_bookkeeper(email=email, at=at)
        return Verdict(SENT, chooses=True) if known else Verdict(UNKNOWN_EMAIL)
    found = recipients().recipients_with_email(organization, email=email)
    facts = _facts(organization)
    chooser = facts.organization.choice("duplicate_email_mode") == "chooser"
    return decide(standing=_standing(facts), found=found, today=copenhagen_day(at), chooser=chooser)


def link_with(organization: OrganizationId, *, token: str) -> LoginLink | None:
    """The link whose token this is, dead or alive, with its request; None for an unknown one."""
    digest = keyed(organization, label="token", secret=token)
    found = LoginLink.objects.filter(organization_id=organization, token_digest=digest)
    return found.select_related("login_request").first()


def link_asked_by(organization: OrganizationId, *, browser: str) -> LoginLink | None:
    """The link of the last request that came from this browser, if that request led to one (LG-09)."""
    digest = keyed(organization, label="browser", secret=browser)
    asked = LoginRequest.objects.filter(organization_id=organization, browser_digest=digest)
    last = asked.order_by("-requested_at", "-id").values("id")[:1]
    found = LoginLink.objects.filter(organization_id=organization, login_request_id__in=last)
    return found.select_related("login_request").order_by("-created_at").first()


def is_same_browser(organization: OrganizationId, *, link: LoginLink, browser: str) -> bool:
    """Whether this nonce is that of the browser that asked for the link (SEC-59)."""
    asked = bytes(link.login_request.browser_digest)
    return bool(browser) and equal(asked, keyed(organization, label="browser", secret=browser))


def link_page(
    organization: OrganizationId, *, token: str, browser: str, opening: UUID | None, at: datetime
) -> LinkPage:
    """What to show behind a link; `opening` is the noted opening of this very browser (CM-11)."""
    link = link_with(organization, token=token) if token else None
    if link is None:
        return LinkPage("unknown")
    opened = LinkEvent.objects.filter(organization_id=organization, link=link, kind="opened")
    own = opened.filter(id=opening).first() if opening else None
    others = opened.exclude(id=own.id) if own else opened
    before = others.filter(at__lte=own.at if own else at).order_by("at").first()
    return LinkPage(
        state(expires_at=link.expires_at, spent_at=link.spent_at, voided_at=link.voided_at, at=at),
        purpose="signup" if link.purpose == LoginLink.Purpose.SIGNUP else "login",
        code_needed=not is_same_browser(organization, link=link, browser=browser),
        code_usable=link.code_tries < CODE_TRIES,
        opened_before_at=before.at if before else None,
        expires_at=link.expires_at,
    )


def login_log(organization: OrganizationId, *, offset: int = 0, limit: int = 100) -> list[LoginRequest]:
    """The login log, newest first: who asked, when, from where, and the outcome with its reason code (LG-02)."""
    rows = LoginRequest.objects.filter(organization_id=organization).order_by("-requested_at")
    return list(rows[offset : offset + limit])


def api_users(organization: OrganizationId) -> list[ApiUser]:
    """The organization's API users by name (SB-07)."""
    return list(ApiUser.objects.filter(organization_id=organization).order_by("name"))


@dataclass(frozen=True)
class LinkRatio:
    """Links to one mail domain in one week: how many were opened, how many of those were spent (CM-11, XB-04)."""

    mail_domain: str
    week_starts_on: date
    opened: int
    spent: int

    @property
    def percent(self) -> int:
        """Spent of opened, rounded down."""
        return 100 * self.spent // self.opened if self.opened else 100

    @property
    def alarm(self) -> bool:
        """Below 60 %: scanners or a broken mail eat the logins of this domain."""
        return self.percent < 60


def link_ratios(organization: OrganizationId, *, since: datetime) -> list[LinkRatio]:
    """Opened against spent by mail domain and Copenhagen week, newest week first."""
    rows = (
        LinkEvent.objects.filter(organization_id=organization, at__gte=since, kind__in=["opened", "spent"])
        .annotate(week=TruncWeek("at", tzinfo=COPENHAGEN))
        .values("mail_domain", "week")
        .annotate(opened=Count("link_id", distinct=True), spent=Count("link_id", distinct=True, filter=Q(kind="spent")))
        .order_by("-week", "mail_domain")
    )
    return [LinkRatio(row["mail_domain"], row["week"].date(), row["opened"], row["spent"]) for row in rows]
