"""Login by a mailed link: the request, the link, and what happened to the link (LG-07 to LG-10, CM-11)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class LoginRequest(OrganizationOwned):
    """Somebody typed an address. Everything else is decided later, in a job, so that the page tells nothing (LG-04).

    `network` is the address asked from, kept for seven days (SEC-145); `browser` names a kind of browser for the mail.
    `outcome` is empty until the job has run, then `sent`, `signup_sent`, `over_limit` or a reason code of LG-02.
    """

    email = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    wanted_path = models.CharField(max_length=500, blank=True)
    browser_digest = models.BinaryField(max_length=32)
    network = models.CharField(max_length=60, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    requested_at = models.DateTimeField()
    outcome = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "-requested_at"], name="login_request_log"),
            models.Index(fields=["organization", "email", "-requested_at"], name="login_request_email"),
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M} {self.outcome or 'waiting'}"


class LoginLink(OrganizationOwned):
    """A single-use proof. Only HMACs of its token and its code are kept (SEC-55).

    `login` lets one recipient in; `choose` proves a mailbox that stands on several, which then chooses (XB-07).
    """

    class Purpose(models.TextChoices):
        LOGIN = "login"
        SIGNUP = "signup"
        CHOOSE = "choose"

    login_request = models.ForeignKey(LoginRequest, on_delete=models.PROTECT, related_name="links", db_constraint=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    recipient_id = models.UUIDField(null=True)
    token_digest = models.BinaryField(max_length=32)
    code_digest = models.BinaryField(max_length=32)
    code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "token_digest"], name="login_link_token"),
            models.CheckConstraint(
                condition=Q(purpose="login", recipient_id__isnull=False)
                | Q(purpose__in=["signup", "choose"], recipient_id__isnull=True),
                name="login_link_has_its_recipient",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "recipient_id"],
                name="login_link_open",
                condition=Q(spent_at__isnull=True, voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"


class LinkEvent(OrganizationOwned):
    """A link was opened, spent or refused, and by what kind of client (CM-11)."""

    link = models.ForeignKey(LoginLink, on_delete=models.PROTECT, related_name="events", db_constraint=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    client_class = models.CharField(max_length=10)
    mail_domain = models.CharField(max_length=253)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "-at"], name="link_event_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.client_class}"


class PortalIdentity(OrganizationOwned):
    """A mailbox that was proven by a mailed link (XB-06). The recipients with its address are who it may be."""

    email = models.CharField(max_length=254)
    proven_at = models.DateTimeField()
    last_proven_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "email"], name="portal_identity_email"),
        ]

    def __str__(self) -> str:
        return str(self.id)
