"""Addresses of the portal's looks."""

from django.urls import path

from selvbetjening.portals.customer.looks import language, views

urlpatterns = [
    path("brand.css", views.brand_css, name="brand_css"),
    path("logo.png", views.logo, name="logo"),
    path("robots.txt", views.robots, name="robots"),
    path("sprog/", language.language, name="language"),
]
