"""Acts on one subscription: change, cancel, reactivate, remove a scheduled change. Each shows itself first (SU-01)."""
