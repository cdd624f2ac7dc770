"""How an issued invoice or credit note looks on paper: a frozen snapshot in, PDF bytes out.

Pure rendering. Nothing here reads the database, the clock or the settings, and the language of a document is a
field of its snapshot (XB-19), so the same snapshot gives the same bytes today, tomorrow and in another process
(XB-20, XB-28). Deciding *what* is owed happens elsewhere; here it is only printed.

`snapshot` holds what is printed, `content` puts it into words, `pdf.render_pdf` prints it, `typeface` is what
it is set in.
"""
