"""Who opens the doorway across organizations, and why (SEC-18). Each use finds ids; the work runs per organization."""

DOORWAY_USERS: dict[str, str] = {
    "domain/accounts/actions/accountants.py": "finds the organizations where a bookkeeper's access ends soon",
    "domain/accounts/queries/bookkeepers.py": "finds where in the installation a proven address was granted accounts",
    "domain/rights/actions/purge.py": "finds the organizations whose old mails and exports are forgotten",
    "domain/rights/actions/mail_anchors.py": "finds the organizations where somebody wants the log's hash by mail",
    "domain/billing/actions/look_at_attempts.py": "finds the card attempts that no notice told of",
    "domain/billing/actions/take_notice.py": "finds the gateways' notices that no job worked on",
    "domain/payments/actions/tell_off.py": "finds the disabled cards that no gateway was told of",
    "domain/billing/actions/collect_due.py": "finds the organizations with an invoice to charge by card",
    "domain/billing/actions/late_sweep.py": "finds the organizations where something is overdue or disputed",
    "domain/billing/actions/sweep_waiting.py": "finds guests nobody answered and price changes with somebody to tell",
    "domain/rights/actions/sweep.py": "finds the exports that no job made",
    "domain/billing/actions/sweep.py": "finds the organizations that have something due",
    "domain/history/actions/close_gaps.py": "finds the organizations with events outside their log",
    "domain/history/actions/sweep.py": "finds the organizations whose reactions are overdue",
    "domain/invoicing/actions/sweep.py": "finds the due e-invoices that no job sent",
    "domain/messaging/actions/sweep.py": "finds the due mails that no job delivered",
    "domain/identity/actions/purge.py": "finds the organizations whose old logins are forgotten",
    "portals/staff/looking.py": "writes down every look of an operator at a company's data",
}
