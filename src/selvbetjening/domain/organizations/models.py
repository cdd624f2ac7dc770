"""Organizations, their host names and their logo."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.rules.register import choice_of
from selvbetjening.kernel.ids import new_id


class Organization(models.Model):
    """A company that we host. A row is visible only inside its own transaction (`tenancy.within`).

    `choices` holds what it has chosen otherwise than the settings register's defaults, by code; read by `choice`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=40)
    cvr = models.CharField(max_length=8, blank=True)
    address_line = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DK")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, default="da")
    payment_instructions = models.CharField(max_length=200, blank=True)
    payment_terms_days = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(120)])

    is_active = models.BooleanField(default=True)
    features = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    self_service_enabled = models.BooleanField(default=False)
    allowed_acts = ArrayField(models.CharField(max_length=40), default=permissions.defaults, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    brand_colour = models.CharField(max_length=7, blank=True)
    login_link_minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(3), MaxValueValidator(30)]
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(login_link_minutes__range=(3, 30)),
                name="organization_login_link_minutes_3_to_30",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def choice(self, code: str) -> Any:
        """What the company has chosen in the settings register, or its default. Raises KeyError for no such entry."""
        return choice_of(choices=self.choices, code=code)


class OrganizationOwned(models.Model):
    """A row that belongs to one organization. The wall itself is raised by `tenancy.operations.TenantTable`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Host(OrganizationOwned):
    """A host name of an organization's portal. Public: anyone may ask whose a name is, nobody else may change it."""

    class Kind(models.TextChoices):
        SLUG = "slug"
        OWN_DOMAIN = "own_domain"
        FORMER_SLUG = "former_slug"

    name = models.CharField(max_length=253)
    kind = models.CharField(max_length=20, choices=Kind)
    redirects_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), name="host_name_is_one_organizations"),
            models.CheckConstraint(
                condition=models.Q(kind="former_slug", redirects_until__isnull=False)
                | (~models.Q(kind="former_slug") & models.Q(redirects_until__isnull=True)),
                name="host_only_a_former_slug_redirects",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(OrganizationOwned):
    """The organization's logo as PNG bytes, kept in the database so that one backup holds everything."""

    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization"], name="logo_one_per_organization"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
