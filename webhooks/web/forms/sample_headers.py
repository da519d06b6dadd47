"""Headers as people write them: one a line, a name and a value around a colon."""


def header_lines(text: str) -> list[tuple[str, str]]:
    """Return the headers of lines such as ``X-Event: ping``.

    Raises ValueError for a line without a name and a colon.
    """
    pairs = []
    for line in filter(str.strip, text.splitlines()):
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise ValueError(
                f"“{line.strip()[:40]}” is no header: write a name, a colon, a value."
            )
        pairs.append((name.strip(), value.strip()))
    return pairs
