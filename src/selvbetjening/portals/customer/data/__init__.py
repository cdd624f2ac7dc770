"""Mine data: a file with everything that is kept about the account (XB-39)."""
