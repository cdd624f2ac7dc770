"""The same paths on every host: health, readiness, and what browsers report."""

from django.urls import path

from selvbetjening.config import csp_reports, health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("csp-report", csp_reports.csp_report, name="csp_report"),
]

handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
