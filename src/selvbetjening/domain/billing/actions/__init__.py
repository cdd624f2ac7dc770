"""What the engine does: quote an act, do exactly what was quoted, and bill what is due."""
