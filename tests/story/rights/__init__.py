"""Stories of the rights of the people in the data."""
