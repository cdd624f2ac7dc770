"""The components as typed functions; `templatetags/ui.py` gives them to the templates."""
