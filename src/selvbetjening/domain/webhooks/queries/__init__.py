"""What may be asked about webhooks: endpoints, what was told to them, what is due."""
