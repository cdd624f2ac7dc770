"""The walls between organizations, in the database: one transaction with one organization, and row-level security.

It holds the wrapper that opens a transaction for an organization (`within`), the migration operation that raises
the second wall (`operations.TenantTable`), the one audited door through it (`doorway`), the frame in which
background jobs run (`jobs`), and the questions to the catalogue that the start-up guard asks. It is not the first
wall: every query and action still names its organization (design, "Tenancy"; SEC-05 to SEC-22).
"""
