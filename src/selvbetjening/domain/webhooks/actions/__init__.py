"""What may be done with webhooks: name an endpoint, tell it what happened, try again, replay, switch off."""
