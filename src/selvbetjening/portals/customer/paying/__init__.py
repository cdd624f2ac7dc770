"""Paying by card: by a mail's link without a login, from the invoices, one or several at once (PY-01 to PY-12)."""
