"""What every request passes on its way in and out, one file for each concern."""
