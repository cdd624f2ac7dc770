"""What may be done with files, one verb a file."""
