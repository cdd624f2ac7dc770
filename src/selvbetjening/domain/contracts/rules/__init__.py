"""What holds on a day, what a tier takes off, and which tiers may stand beside each other. Pure."""
