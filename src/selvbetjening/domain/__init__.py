"""The business, bottom to top. Each app says in its own first lines what it is, and what it is not."""
