"""Se som kunde (CM-12): somebody of the company looks at the portal as one of its customers, and can only read."""
