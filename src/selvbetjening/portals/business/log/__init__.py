"""The company's log: Access Managers see everything that its users and operators did, a user her own (BP-34)."""
