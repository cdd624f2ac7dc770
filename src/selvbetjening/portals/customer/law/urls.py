"""Addresses of the law's pages."""

from django.urls import path

from selvbetjening.portals.customer.law import guest, verify, withdraw

ONE = "abonnementer/<uuid:subscription>/"
GUEST = "opsig-eller-fortryd/"

urlpatterns = [
    path("verificer/", verify.verify, name="verify"),
    path("fortryd/", withdraw.overview, name="withdraw_overview"),
    path(f"{ONE}fortryd/", withdraw.withdraw, name="withdraw"),
    path(f"{ONE}fortryd/bekraeft/", withdraw.withdraw_confirm, name="withdraw_confirm"),
    path(f"{ONE}fortrudt/", withdraw.withdrawn, name="withdrawn"),
    path(GUEST, guest.ask, name="guest"),
    path(f"{GUEST}sendt/", guest.sent, name="guest_sent"),
    path(f"{GUEST}link/<str:token>/", guest.link, name="guest_link"),
    path(f"{GUEST}fortsaet/", guest.go_on, name="guest_continue"),
    path(f"{GUEST}aftale/", guest.choice, name="guest_choice"),
    path(f"{GUEST}aftale/opsig/", guest.guest_cancel, name="guest_cancel"),
    path(f"{GUEST}aftale/opsagt/", guest.guest_cancelled, name="guest_cancelled"),
    path(f"{GUEST}aftale/fortryd/", guest.guest_withdraw, name="guest_withdraw"),
    path(f"{GUEST}aftale/fortryd/bekraeft/", guest.guest_withdraw_confirm, name="guest_withdraw_confirm"),
    path(f"{GUEST}aftale/fortrudt/", guest.guest_withdrawn, name="guest_withdrawn"),
    path(f"{GUEST}aftale/fortrudt/konto/", guest.guest_refund_account, name="guest_refund_account"),
]
