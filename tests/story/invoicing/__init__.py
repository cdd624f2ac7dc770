"""Stories of documents: credit notes, balances, corrections, explanations, exports."""
