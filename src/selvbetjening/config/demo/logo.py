"""The demo's logo, drawn by the renderer of invoices: a band of northern light beside the company's name."""

import typst

from selvbetjening.domain.invoicing.documents import typeface

_DRAWN = """
#set page(width: auto, height: auto, margin: (x: 2pt, y: 3pt), fill: none)
#set text(font: "IBM Plex Sans", size: 22pt, weight: 600, fill: rgb("#0b6b4f"))
#let ray(x, height, shade) = place(bottom + left, dx: x, rect(width: 3.2pt, height: height, radius: 1.6pt, fill: shade))
#box(width: 30pt, height: 18pt, baseline: 1pt)[
  #ray(0pt, 7pt, rgb("#7fd6a8")) #ray(5pt, 13pt, rgb("#4fc08d")) #ray(10pt, 18pt, rgb("#1f9d72"))
  #ray(15pt, 15pt, rgb("#0b6b4f")) #ray(20pt, 9pt, rgb("#4fc08d"))
]#text(tracking: 0.6pt)[Nordlys]
"""


def png() -> bytes:
    """A PNG picture of about 300 by 70 pixels, with a clear ground."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(typeface.folder())])
    return typst.compile(_DRAWN.encode(), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=160.0)
