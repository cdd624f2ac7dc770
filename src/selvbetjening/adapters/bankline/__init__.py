"""The line to an external Betalingsservice: over SFTP, or a folder for whoever has none and for the demo."""

from selvbetjening.adapters.bankline.folder import FolderLine
from selvbetjening.adapters.bankline.sftp import SftpLine

__all__ = ["FolderLine", "SftpLine"]
