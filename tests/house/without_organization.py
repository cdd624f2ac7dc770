"""What stands outside the wall, by name and with a reason (SEC-15). Whatever is on no list must be walled in.

Each list is checked both ways: a line whose table, index, policy or function is gone fails, so the lists cannot rot.
"""

# Tables without a forced row-level policy.
TABLES: dict[str, str] = {
    "django_migrations": "which migrations ran; the framework's, names of our code only",
    "auth_group": "the operator's staff, not an organization's people",
    "auth_group_permissions": "the operator's staff, not an organization's people",
    "auth_permission": "the framework's register of admin rights, names of our code only",
    "auth_user": "the operator's staff, not an organization's people; no password is ever usable",
    "auth_user_groups": "the operator's staff, not an organization's people",
    "auth_user_user_permissions": "the operator's staff, not an organization's people",
    "django_admin_log": "what the operator's staff changed in the admin, across organizations by nature",
    "access_solution": "the catalogue of solutions, the same for every company (BP-84)",
    "deliveries_scannertrouble": "when the installation's virus scanner was away; no data of any company (SEC-83)",
    "identity_hostkeychange": "keys of the SFTP server that are announced, the same for every company (BM-09)",
    "identity_sshusername": "whose SFTP user a name is, before any company is known; no right stands in it (BP-42)",
    "identity_sshattempt": "what was tried at the SSH door for a day, by people of any company and of none (BM-08)",
    "identity_user": "a person is one row for all companies, by issuer and subject (SEC-38); no right stands in it",
    "identity_loginevidence": "what a login with MitID proved, before any company is known (BP-01)",
    "identity_loginattempt": "a login on its way to the broker and back, before any company is known (SEC-43)",
    "identity_businesssession": "browsers on the business host; a person acts for several companies from one (BP-06)",
    "identity_logouttoken": "back-channel logouts that were obeyed, by the broker's id (SEC-36)",
    "identity_stafflink": "login links of the operator's staff, made on the command line (SEC-34)",
    "identity_staffsession": "browsers of the operator's staff on the staff host (SEC-34)",
    "django_content_type": "the framework's register of our models, names of our code only",
    "procrastinate_jobs": "wake-ups: ids and times only, the organization's rows are read inside its own transaction",
    "procrastinate_events": "when a wake-up was queued, started and ended; no data of any organization",
    "procrastinate_periodic_defers": "when a periodic wake-up was last queued; no data of any organization",
    "procrastinate_workers": "which worker processes are alive; no data of any organization",
    "tenancy_doorwayuse": "the book of the doorway spans organizations by nature: who looked, when, why (SEC-18)",
}

# Unique indexes of tenant tables that do not carry the organization (SEC-12).
UNIQUE_ACROSS: dict[str, str] = {
    "ssh_key_is_one_users": "one SSH key is one SFTP user's, in whatever company; the refusal does not say whose",
    "agreement_pbs_number_once": "a PBS number belongs to one company; two under one would get each other's customers",
    "output_number_of_supplier": "a data supplier numbers what it sends for all of its customers, and no number twice",
    "host_name_is_one_organizations": "a host name is public and can belong to one company only, in the DNS too",
}

# Policies that let more through than the organization's own rows: table.policy.
WIDER_POLICIES: dict[str, str] = {
    "organizations_host.everyone_reads": "whose host this is must be known before there is an organization",
    "access_membership.owner_finds_memberships": "for the function memberships_of, which runs as the owner (SEC-16)",
}

# Functions that run with their owner's rights (SEC-13, SEC-16).
DEFINER_FUNCTIONS: dict[str, str] = {
    "memberships_of": "tells a person's memberships by ids, before a company is known (SEC-16)",
}
