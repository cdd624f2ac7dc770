"""Wake-ups of the rights. The jobs stand beside the actions that do their work."""

from selvbetjening.domain.rights.actions.ask_move import make_move_job
from selvbetjening.domain.rights.actions.export import make_export_job
from selvbetjening.domain.rights.actions.mail_anchors import mail_anchors_job
from selvbetjening.domain.rights.actions.purge import purge_job

__all__ = ["mail_anchors_job", "make_export_job", "make_move_job", "purge_job"]
