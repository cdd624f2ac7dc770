"""What may be done to a subscription. Money is not decided here: `billing` calls these with the price agreed."""
