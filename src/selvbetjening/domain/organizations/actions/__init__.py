"""What may be done to a company's settings, looks and host names."""
