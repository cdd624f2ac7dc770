"""What a portal must say about itself: accessibility and privacy (ACC-2, GDP-1, GDP-2, COO-1)."""
