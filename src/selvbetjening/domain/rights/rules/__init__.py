"""Decisions of the rights: what each table is for, and what may be erased when. Pure."""
