"""Log ind: an address, a mail, a button. No passwords anywhere (SB-20, LG-01 to LG-16)."""
