"""What becomes of a company's files: how much must be right, who looks first, how long they stay (annexes C, D, K)."""

from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

#: Decided on a page of their own, a rule at a time (BM-04).
APPROVAL: tuple[Setting, ...] = (
    Setting(
        approval.CODE,
        "approval",
        default={},
        label=gettext_noop("Approval of files, for each solution and PBS number"),
    ),
)
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "files_accept",
        "choice",
        default="all_or_nothing",
        label=gettext_noop("When some collections of a file have errors"),
        help=gettext_noop(
            "Errors in the file's totals or structure always refuse the whole file. To accept the sound ones counts "
            "for all agreements; to refuse counts where the agreement itself (Direct debit) does not take them."
        ),
        options=(
            ("all_or_nothing", gettext_noop("Refuse the whole file")),
            ("sound_ones", gettext_noop("Accept the collections without errors")),
        ),
    ),
    Setting(
        "files_four_eyes",
        "choice",
        default="off",
        label=gettext_noop("Files that a second person must approve"),
        help=gettext_noop("Applies to SFTP, too. Whoever sent a file can never approve it."),
        options=(
            ("off", gettext_noop("None")),
            ("above", gettext_noop("Those that reach one of the limits below")),
            ("always", gettext_noop("All")),
        ),
    ),
    Setting(
        "files_four_eyes_amount",
        "money",
        default=0,
        label=gettext_noop("Approve files from this total on"),
        help=gettext_noop(
            "0 means that the total does not matter. Files of 24 hours that nobody approved are added up."
        ),
        low=0,
        high=1_000_000_000_000,
        unit="kroner",
    ),
    Setting(
        "files_four_eyes_count",
        "number",
        default=0,
        label=gettext_noop("Approve files from this number of collections on"),
        help=gettext_noop(
            "0 means that the number does not matter. Files of 24 hours that nobody approved are added up."
        ),
        low=0,
        high=10_000_000,
    ),
    Setting(
        "files_four_eyes_new_share",
        "number",
        default=100,
        label=gettext_noop("Approve files in which more than so many per cent of the payers are new"),
        help=gettext_noop(
            "A payer is new while none of her collections has come to its payment day. 0 means that one new payer is "
            "enough, 100 that they do not matter."
        ),
        low=0,
        high=100,
    ),
    Setting(
        "files_four_eyes_account",
        "switch",
        default=False,
        label=gettext_noop("Approve the first file after a changed account"),
        help=gettext_noop("The account that Betalingsservice pays to under the agreement."),
    ),
    Setting(
        "files_approvers",
        "number",
        default=1,
        label=gettext_noop("People who must approve a file"),
        low=1,
        high=2,
    ),
    Setting(
        "files_undo_minutes",
        "number",
        default=10,
        label=gettext_noop("Minutes in which a sent file can be taken back"),
        help=gettext_noop("The time ends two minutes before a deadline at the latest."),
        low=0,
        high=60,
    ),
    Setting(
        "files_look_back_days",
        "number",
        default=90,
        label=gettext_noop("Days in which the same content counts as a duplicate"),
        low=30,
        high=400,
    ),
    Setting(
        "files_resume_hours",
        "number",
        default=24,
        label=gettext_noop("Hours in which an interrupted upload can be resumed"),
        low=1,
        high=72,
    ),
    Setting(
        "files_unproven",
        "choice",
        default="settle",
        label=gettext_noop("Files whose end cannot be proven"),
        help=gettext_noop("Deliveries of Betalingsservice have an end record; other files have not."),
        options=(
            ("settle", gettext_noop("Deliver them after a minute without changes")),
            ("marker", gettext_noop("Wait for a marker beside them (such as x.txt.sha256 or x.txt.ok)")),
            ("confirm", gettext_noop("Wait until a person says in the portal that they are whole")),
            ("refuse", gettext_noop("Treat them as incomplete")),
        ),
    ),
    Setting(
        "files_content_days",
        "number",
        default=90,
        label=gettext_noop("Days that a file's content is kept after it was processed"),
        help=gettext_noop("Receipts stay longer: see the next one."),
        low=30,
        high=400,
    ),
    Setting(
        "files_record_years",
        "number",
        default=5,
        label=gettext_noop("Years that receipts and what is known of a file are kept after the financial year"),
        help=gettext_noop("Counted from the end of the financial year in which the file came to its end."),
        low=5,
        high=10,
        law="BOK-1",
    ),
    Setting(
        "files_feed",
        "switch",
        default=True,
        label=gettext_noop("Let programs ask for new files by a feed"),
        help=gettext_noop("Each person and each SFTP user has an address of its own, and can end it at any time."),
    ),
)
