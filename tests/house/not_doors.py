"""Columns that name a person or a membership and are no door: whoever adds one says why, or registers a door (SEC-28).

`access.ports.register_door` is for what lets a person in, or lets go on what the person began. The list is checked
both ways.
"""

NOT_DOORS: dict[str, str] = {
    "access.AccessReview.begun_by_id": "who began a review; it opens nothing and goes on without the person",
    "access.AccessReview.finished_by_id": "who finished a review; a record",
    "access.AccessTask.decided_by_id": "who answered; what the answer led to has its own door",
    "access.Deputy.named_by_id": "who named a deputy; the deputy stays, since managers agreed",
    "access.FileProduction.opened_by_id": "who opened production; it is the company's and stays open",
    "access.FileProduction.approved_by_id": "who said yes to production beside; a record",
    "access.FileProduction.closed_by_id": "who closed production; a record",
    "access.Favourite.membership": "a star opens nothing: it stays greyed until the grant is back (BP-12)",
    "access.Grant.granted_by_id": "who gave it; the grant is the other person's",
    "access.Grant.membership": "opens only while the membership stands, which every request asks (SEC-27)",
    "access.Invitation.membership": "the membership that an accepted invitation became; a record",
    "access.ManagerMessage.user_id": "who wrote a message that was sent long ago",
    "access.Membership.invited_by_id": "who invited the person; a record",
    "access.Membership.user": "the membership itself, whose state is what ends",
    "access.Notice.membership": "what the user was told; it lets nobody in, and is read inside the door",
    "access.ReviewRow.decided_by_id": "who decided a row of a review; a record",
    "access.ReviewRow.membership_id": "a row of a frozen picture",
    "access.Succession.stopped_by_id": "who stopped it; a record",
    "access.Succession.user_id": "the identity beside the membership, which the door watches",
    "deliveries.Delivery.membership_id": "who sent a file that was received for good; a record, and never its approver",
    "deliveries.FileFeed.membership_id": "whose feed it is; every reading asks for the standing anew (SEC-27)",
    "deliveries.Preview.membership_id": "who asked for a preview; whoever may send sees it",
    "deliveries.Staging.membership_id": "who began an upload; every piece of it asks for the standing anew (SEC-27)",
    "directdebit.OrderYes.membership_id": "a yes among several; each further one asks whether those before still count",
    "identity.ApiCall.api_user_id": "which program wrote; a record, and no person",
    "identity.ApiToken.issued_by_id": "who made the token; it is the company's, and she never approves what it sends",
    "identity.DirectLink.api_user_id": "which program made the link; a record, and no person",
    "identity.SshKey.added_by_id": "who brought a key in; the key is its SFTP user's, whose door is watched",
    "identity.LoginEvidence.user": "what a login proved; a record",
    "rights.MoveRequest.membership_id": "who asked; the job asks for the role anew, and any manager fetches the file",
}
