"""Addresses at which a program asks whether there are new files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned


class FileFeed(OrganizationOwned):
    """One reader's Atom feed of the files that lie ready (BP-48). `account_id` is set for that of an SFTP user.

    `membership_id` is the person, or the one responsible for the machine. Only a digest of the secret is kept; whoever
    has the secret sees what kinds of files lie ready, and can fetch none of them. `revoked_at` ends it for good.
    """

    membership_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    read_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "digest"], name="file_feed_secret"),
            models.UniqueConstraint(
                fields=["organization", "membership_id"], condition=Q(account_id=None, revoked_at=None),
                name="file_feed_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["organization", "account_id"], condition=Q(account_id__isnull=False, revoked_at=None),
                name="file_feed_one_an_account",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
