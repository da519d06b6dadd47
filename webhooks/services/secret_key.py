"""The key that signs cookies: made once, kept in the data directory.

Apart from ``setup``, because it is needed before there is any database.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

FILE_NAME = "secret_key"
_LENGTH = 32


def secret_key(instance: Path) -> bytes:
    """Return the key of a data directory; makes it (mode 0600) at first use.

    Two processes that start at once agree on one key. Raises OSError when the
    directory cannot be written, and ValueError when the file is damaged.
    """
    path = instance / FILE_NAME
    with contextlib.suppress(FileNotFoundError):
        return _checked(path.read_bytes())
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    _publish(path, secrets.token_bytes(_LENGTH))
    return _checked(path.read_bytes())


def _publish(path: Path, key: bytes) -> None:
    """Put a complete file in place, unless another process was faster."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE_NAME}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces what is already there.
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _checked(key: bytes) -> bytes:
    if len(key) != _LENGTH:
        raise ValueError(
            f"The file {FILE_NAME} in the data directory must hold {_LENGTH} bytes. "
            "Move it away to have a new one made; everybody signs in again then."
        )
    return key
