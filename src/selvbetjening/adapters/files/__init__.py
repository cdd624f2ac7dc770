"""Where the bytes of delivered files lie: a folder of this machine."""

from selvbetjening.adapters.files.local import LocalFileStore

__all__ = ["LocalFileStore"]
