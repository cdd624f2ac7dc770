"""Addresses below `my-file-transfer/`: view and name; and the entries of the solution's menu."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.sshkeys import doctor, habits, keys, machines, server, testing, users

_USER: Final = "noegler/<uuid:ssh_account>/"
_KEY: Final = "noegler/noegle/<uuid:ssh_key>/"
ROUTES: Final[tuple[tuple[str, Callable[..., HttpResponseBase], str], ...]] = (
    ("noegler/", users.users, "sftp_users"),
    ("noegler/min/", users.open_own, "sftp_user_new"),
    ("noegler/maskine/", machines.machine, "sftp_machine_new"),
    (_USER, users.user, "sftp_user"),
    (f"{_USER}luk/", users.end, "sftp_user_end"),
    (f"{_USER}ansvarlig/", machines.responsible, "sftp_responsible"),
    (f"{_USER}program/", habits.habits, "sftp_habits"),
    (f"{_USER}noegle/", keys.add, "sftp_key_add"),
    (f"{_USER}fejlsoegning/", doctor.doctor, "sftp_doctor"),
    (f"{_KEY}proev/", testing.test, "sftp_key_test"),
    (f"{_KEY}sammenlign/", testing.compare, "sftp_key_compare"),
    (f"{_KEY}fjern/", keys.remove, "sftp_key_remove"),
    (f"{_KEY}slaa-fra/", keys.switch_off, "sftp_key_off"),
    (f"{_KEY}slaa-til/", keys.switch_on, "sftp_key_on"),
    (f"{_KEY}bekraeft/", keys.confirm, "sftp_key_confirm"),
    ("server/", server.server, "sftp_server"),
    ("server/known_hosts", server.known_hosts, "sftp_known_hosts"),
)
MENU: Final[tuple[tuple[Promise, str], ...]] = (
    (_("SFTP users and keys"), "sftp_users"),
    (_("The SFTP server and its keys"), "sftp_server"),
)
