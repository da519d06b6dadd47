"""The key that signs cookies: made once, readable by its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webhooks.services.secret_key import FILE_NAME, secret_key


def test_it_is_made_once(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    assert len(first) == 32
    assert secret_key(tmp_path) == first
    assert secret_key(tmp_path / "other") != first


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    secret_key(folder)
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_all_who_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 32))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_file_is_refused_and_not_overwritten(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(ValueError, match="must hold 32 bytes"):
        secret_key(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content
