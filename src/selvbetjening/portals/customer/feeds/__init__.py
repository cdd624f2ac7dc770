"""The customer's own feeds: days in her calendar, and her documents for her own program (CM-09)."""
