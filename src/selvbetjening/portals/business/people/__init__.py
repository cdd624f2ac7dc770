"""The company's users: who they are, inviting them, their access, their end; for Access Managers (BP-15 to BP-34)."""
