"""Stories of the late payer: reminders, disputes, deferrals, instalments."""
