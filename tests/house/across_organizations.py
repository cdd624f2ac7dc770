"""Queries and actions that do not take the organization first, each with its reason (SEC-19).

The name is the path below `selvbetjening.domain`. Whoever adds a line says why no organization is known at that point.
"""

ACROSS_ORGANIZATIONS: dict[str, str] = {
    "accounts.actions.accountants.warn_all": "wakes the mails about bookkeepers' last days, each company on its own",
    "accounts.queries.__init__.is_bookkeeper": "a bookkeeper's grants may lie in any organization (CM-08)",
    "accounts.queries.bookkeepers.granted_to": "finds a bookkeeper's grants through the doorway (CM-08)",
    "organizations.queries.by_host": "finds whose a host name is, before any organization is known",
    "organizations.queries.portals": "host names are public, and the demo's start page lists all doors",
    "identity.actions.make_staff_link.make_staff_link": "operators belong to no organization (SEC-34)",
    "identity.actions.spend_staff_link.spend_staff_link": "operators belong to no organization (SEC-34)",
    "billing.actions.late_sweep.late_sweep": "wakes the look at what is late for every organization, each by itself",
    "billing.actions.sweep_waiting.sweep_waiting": "wakes what waits for guests and price changes, each company apart",
    "rights.actions.sweep.sweep": "wakes the lost exports of every organization, each in its own transaction",
    "billing.actions.sweep.sweep": "wakes a billing run for every organization, each in its own transaction",
    "organizations.actions.ensure_platform.ensure_platform": "makes the tenant that the bookkeepers' host itself is",
    "organizations.queries.bookkeepers_origin": "writes a host name as an address and reads no row",
    "organizations.queries.origin": "writes a host name as an address and reads no row",
    "history.queries.organizations_that_are_owed": "finds through the doorway which organizations are owed a reaction",
    "history.actions.close_gaps.close_all_gaps": "wakes the closing of every organization's log, each by itself",
    "rights.actions.purge.purge_all": "defers one purge for every organization",
    "rights.actions.mail_anchors.mail_all_anchors": "wakes the mailing of hashes for each organization where asked",
    "rights.queries.belongings.tables": "names tables of the code and reads no row",
    "rights.queries.belongings.path_to_account": "reads relations of the code and no row",
    "rights.queries.belongings.file_columns": "reads columns of the code and no row",
    "rights.queries.belongings.as_data": "writes one row that was read already as plain values",
    "history.actions.sweep.sweep": "wakes the reactions of every organization, each in its own transaction",
    "invoicing.actions.sweep.sweep": "wakes the overdue e-invoices of every organization, each in its own transaction",
    "messaging.actions.sweep.sweep": "wakes the overdue mails of every organization, each in its own transaction",
    "identity.actions.purge.purge_all": "defers one purge for every organization",
}
