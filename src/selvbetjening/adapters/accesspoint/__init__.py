"""Access points to Peppol and Nemhandel. Here one that writes to a folder: for the demo, tests and file download."""

from selvbetjening.adapters.accesspoint.folder import FolderAccessPoint

__all__ = ["FolderAccessPoint"]
