"""What may be done with mail: write it, deliver it, sweep up what no job delivered."""
