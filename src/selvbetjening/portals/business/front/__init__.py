"""The personal front page, the catalogue of solutions its search, favourites, and who can help (BP-10 to BP-12)."""
