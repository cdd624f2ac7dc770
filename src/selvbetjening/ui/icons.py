"""Our own small set of icons: strokes on a grid of 24, drawn in the colour of the text around them."""

from django.utils.safestring import SafeString, mark_safe

_STROKES = {
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "arrow-down": "M12 5v14M6 13l6 6 6-6",
    "arrow-up": "M12 19V5M6 11l6-6 6 6",
    "bank": "M3 10l9-6 9 6M4 10h16M6 10v8M10 10v8M14 10v8M18 10v8M3 20h18",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "card": "M3 6h18v12H3zM3 10h18M6 15h4",
    "check": "M5 13l4 4L19 7",
    "chevron-left": "M15 6l-6 6 6 6",
    "chevron-right": "M9 6l6 6-6 6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
    "close": "M6 6l12 12M18 6L6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "edit": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7v6M12 16.5v.5",
    "external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
    "folder": "M3 6h6l2 3h10v11H3z",
    "help": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7v.5",
    "key": "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 12l8-8M15 8l3 3",
    "list": "M8 6h12M8 12h12M8 18h12M4 6h.5M4 12h.5M4 18h.5",
    "lock": "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "pause": "M9 5v14M15 5v14",
    "people": "M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5.8 4 3 4 5.5",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20c0-4 3.5-6 8-6s8 2 8 6",
    "plus": "M12 5v14M5 12h14",
    "refresh": "M20 11a8 8 0 1 0-2 6M20 5v6h-6",
    "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5",
    "settings": "M4 7h10M18 7h2M4 17h2M10 17h10M16 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M8 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
    "success": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.5l3 3 5-6",
    "trash": "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
    "upload": "M12 16V5M7 9l5-5 5 5M4 20h16",
    "warning": "M12 4l9 16H3zM12 10v5M12 17.5v.5",
}

_DRAWN: dict[str, SafeString] = {
    name: mark_safe(  # noqa: S308 - constants of this file
        '<svg class="sb-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f'<path d="{stroke}"/></svg>'
    )
    for name, stroke in _STROKES.items()
}

NAMES = tuple(_DRAWN)


def icon(name: str) -> SafeString:
    """One icon, hidden from screen readers because the word beside it says the same. Raises `KeyError`."""
    return _DRAWN[name]
