"""Components, styles and icons: what a badge, an amount or a table looks like. Knows values, not trade.

Pages write `{% load ui %}` and extend `ui/page.html`. The gallery at `/ui/` shows every component. Nothing here
reads the database or imports a domain app.
"""
