"""Coming in by an invitation's link: a page with a button, MitID, and the membership (BP-17)."""
