"""The demo's own pages. They exist on `demo.<base>` and the bare base domain, and only in the demo (SEC-54)."""

from django.urls import include, path

from selvbetjening.portals.sandbox import clock_page, mail_pages, start_page
from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo

refuse_outside_demo()

app_name = "sandbox"

pages = [
    path("", start_page.start, name="start"),
    path("operator/", start_page.operator, name="operator"),
    path("ui/", start_page.gallery, name="gallery"),
    path("robots.txt", start_page.robots, name="robots"),
    path("mailbox/", mail_pages.inbox, name="mailbox"),
    path("mailbox.json", mail_pages.inbox_json, name="mailbox_json"),
    path("mailbox/<str:name>/", mail_pages.letter, name="letter"),
    path("mailbox/<str:name>/html", mail_pages.letter_html, name="letter_html"),
    path("mailbox/<str:name>/<int:number>", mail_pages.attachment, name="attachment"),
    path("clock/", clock_page.clock_page, name="clock"),
    path("clock/move/", clock_page.move, name="move"),
]

urlpatterns = [path("", include((pages, app_name)))]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
