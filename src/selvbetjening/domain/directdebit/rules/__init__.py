"""Decisions of direct debit: facts in, decision out. The format itself is the library's (`betalingsservice`)."""
