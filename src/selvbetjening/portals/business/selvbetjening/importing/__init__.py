"""The company's own CSV files, read in: uploaded, looked at, and then brought in or not."""
