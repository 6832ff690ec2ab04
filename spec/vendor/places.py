"""Files of a vendored document: how they are named beside it, and how they are replaced."""

import os
import posixpath
import tempfile
from pathlib import Path

from spec.errors import Unreadable


def is_url(address: str) -> bool:
    return "://" in address


def from_here(address: str, out: Path) -> str:
    """The address of a source on record: a file's is written from the document's folder on."""
    return address if is_url(address) else os.path.normpath(out.parent / address)


def beside(address: str, out: Path) -> str:
    """The inverse of `from_here`."""
    if is_url(address):
        return address
    return posixpath.join(*Path(os.path.relpath(address, out.parent)).parts)


def read_if_there(path: Path) -> bytes | None:
    """The bytes of a file, None when there is none. Raises Unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}", str(path)) from None


def replace_file(path: Path, data: bytes) -> None:
    """Write a file beside and move it in place: a reader sees the old text or the new one, never half of it. A link stays one."""
    path = path.resolve() if path.is_symlink() else path
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(draft).chmod(mode)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
