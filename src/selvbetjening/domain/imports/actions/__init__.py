"""What is done with uploaded files, one verb in each file."""
