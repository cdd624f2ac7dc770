"""In and out: to MitID and back, the confirmed form, the choice of company, one's own browsers."""
