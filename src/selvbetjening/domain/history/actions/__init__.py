"""Write to the book, and react to what stands in it."""
