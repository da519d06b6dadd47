"""The result as Markdown, and its place in docs/performance.md."""

from pathlib import Path

from benchmarks.machine import description
from benchmarks.outcome import BenchmarkError, Line, Outcome

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
_BEGIN = "<!-- benchmark: begin (written by `benchmarks/run --write`) -->"
_END = "<!-- benchmark: end -->"


def markdown(outcomes: list[Outcome], day: str) -> str:
    """Return every number: first those with goals, then how they came about."""
    parts = [f"Measured on {day}: {description()}"]
    lines = [line for outcome in outcomes for line in outcome.lines]
    if lines:
        parts.append("\n".join(_goals(lines)))
    for outcome in outcomes:
        parts += outcome.tables
    for outcome in outcomes:
        parts += outcome.notes
    return "\n\n".join(parts) + "\n"


def write(text: str, page: Path = PAGE) -> None:
    """Put the numbers between the page's markers.

    Raises BenchmarkError when the page has no markers.
    """
    before, begin, rest = page.read_text().partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise BenchmarkError(f"{page.name} has no place for the numbers.")
    page.write_text(f"{before}{_BEGIN}\n\n{text}\n{_END}{after}")


def _goals(lines: list[Line]) -> list[str]:
    rows = ["| what | measured | goal | |", "|---|---:|---:|---|"]
    for line in lines:
        rows.append(f"| {line.what} | {line.text} | {line.goal} | {line.verdict} |")
    return rows
