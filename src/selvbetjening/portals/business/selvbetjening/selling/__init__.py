"""What the company sells: plans with their terms, price changes and discount codes."""
