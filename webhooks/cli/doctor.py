"""``flask doctor``: what may be wrong with this installation, and the remedy."""

from webhooks.cli.current import current_site
from webhooks.cli.output import Answer, command, plain
from webhooks.services import diagnosis


@command(None, "doctor")
def doctor() -> Answer:
    """Check settings, files, database, limits and clock; changes nothing.

    The exit code is 1 when a check fails; warnings alone leave it 0.
    """
    found = diagnosis.examine(current_site())
    data = [
        {"id": one.id, "state": one.state, "text": one.text, "hint": one.hint}
        for one in found
    ]
    lines = []
    for one in found:
        lines.append(f"{one.state:4}  {one.id:11}  {plain(one.text)}")
        if one.hint and one.state != "ok":
            lines.append(f"      {'':11}  {plain(one.hint)}")
    failed = any(one.state == "fail" for one in found)
    return Answer(data, "\n".join(lines), not failed)
