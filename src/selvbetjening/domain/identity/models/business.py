"""People who log in with MitID Erhverv, their browsers, and logins under way (BP-01, BP-07, BP-08, annex A.3).

A person is one row for all companies, so these tables belong to none (SEC-15); what the person may do where is a
membership's, in `access`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.kernel.ids import new_id


class User(models.Model):
    """A professional identity, known by issuer and subject and by nothing else (SEC-38).

    `language` is the one that the person chose while logged in, for every browser (BP-79); empty: none was chosen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    given_name = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField()
    last_login_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="user_issuer_subject"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def full_name(self) -> str:
        """Given name and surname, as the login told them."""
        return f"{self.given_name} {self.surname}".strip()


class LoginEvidence(models.Model):
    """What a login proved or why it was refused (BP-01, annex A.3 no. 13): codes and the broker's ids, no names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    broker = models.CharField(max_length=40)
    purpose = models.CharField(max_length=10)
    outcome = models.CharField(max_length=40)
    reference = models.CharField(max_length=20)
    professional_id = models.CharField(max_length=255, blank=True)
    cvr = models.CharField(max_length=8, blank=True)
    p_number = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=12, blank=True)
    authenticated_at = models.DateTimeField(null=True)
    broker_transaction = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="login_evidence_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class LoginAttempt(models.Model):
    """A way to the broker and back: ten minutes, once, in the browser that began it (annex A.3 no. 2, SEC-43).

    `kept` is the sealed content of a form that waits for a step-up (BP-08).
    """

    class Purpose(models.TextChoices):
        LOGIN = "login"
        STEP_UP = "step_up"
        INVITATION = "invitation"
        CHECK = "check"
        SIGN = "sign"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state_digest = models.BinaryField(max_length=32, unique=True)
    cookie_digest = models.BinaryField(max_length=32)
    nonce_sealed = models.BinaryField()
    verifier_sealed = models.BinaryField()
    broker = models.CharField(max_length=40)
    issuer = models.CharField(max_length=255)
    purpose = models.CharField(max_length=10, choices=Purpose)
    wanted_path = models.CharField(max_length=500, blank=True)
    invitation_organization = models.UUIDField(null=True)
    invitation_id = models.UUIDField(null=True)
    expected_user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    session_digest = models.BinaryField(max_length=32, null=True)
    action_class = models.CharField(max_length=40, blank=True)
    # Not `organization_id` in the table: no row of it is a company's own, and the guard would ask for a wall (SEC-15).
    organization_id = models.UUIDField(null=True, db_column="for_company")
    kept = models.BinaryField(null=True)
    max_age_seconds = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"


class BusinessSession(models.Model):
    """A browser on the business host: a person's with the CVR that this login carried, or an operator's who acts for a
    company with a reason (SEC-26, SEC-34). `step_ups` holds what was confirmed afresh: class, company, until when.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    cvr = models.CharField(max_length=8, blank=True)
    broker = models.CharField(max_length=40, blank=True)
    broker_session_digest = models.BinaryField(max_length=32, null=True)
    id_token_sealed = models.BinaryField(null=True)
    operator_id = models.PositiveIntegerField(null=True)
    acting_for = models.UUIDField(null=True)
    acting_reason = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    step_ups = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(operator_id__isnull=True), name="business_session_one_visitor"
            ),
            models.CheckConstraint(
                condition=Q(operator_id__isnull=True) | (Q(acting_for__isnull=False) & ~Q(acting_reason="")),
                name="business_session_operator_says_why",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-last_seen_at"], name="business_session_user"),
            models.Index(fields=["broker_session_digest"], name="business_session_broker"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LogoutToken(models.Model):
    """The `jti` of a back-channel logout that was obeyed, so that it is obeyed once (SEC-36)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.CharField(max_length=255)
    jti = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "jti"], name="logout_token_once"),
        ]

    def __str__(self) -> str:
        return self.jti
