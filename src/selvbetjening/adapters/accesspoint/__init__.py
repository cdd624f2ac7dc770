"""Access points to Peppol and Nemhandel: a folder for the demo and tests, and none where none was set up (EIN-4)."""

from selvbetjening.adapters.accesspoint.folder import FolderAccessPoint
from selvbetjening.adapters.accesspoint.missing import NoAccessPoint

__all__ = ["FolderAccessPoint", "NoAccessPoint"]
