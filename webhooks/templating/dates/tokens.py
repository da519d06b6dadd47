"""The tokens of moment's formats, such as ``YYYY-MM-DD [at] HH:mm``.

Apart because the formatter and the parser read the same language
(https://momentjs.com/docs/#/displaying/format/), with English words.
"""

import re

MAX_TOKENS_LENGTH = 1_000

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = (
    *("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "Saturday",
)

_TOKEN = re.compile(
    r"\[[^\[]*\]|\\?(?:[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?"
    r"|wo|ww?|Wo|WW?|Qo?|YYYYYY|YYYYY|YYYY|YY|gg(?:ggg?)?|GG(?:GGG?)?"
    r"|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|.)",
    re.DOTALL,
)
_LONG_TOKEN = re.compile(r"\[[^\[]*\]|\\?(?:LTS|LT|LL?L?L?|l{1,4})")
_LONG_FORMS = {
    "LTS": "h:mm:ss A",
    "LT": "h:mm A",
    "L": "MM/DD/YYYY",
    "LL": "MMMM D, YYYY",
    "LLL": "MMMM D, YYYY h:mm A",
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "l": "M/D/YYYY",
    "ll": "MMM D, YYYY",
    "lll": "MMM D, YYYY h:mm A",
    "llll": "ddd, MMM D, YYYY h:mm A",
}


def tokens_of(text: str) -> list[str]:
    """Split a format into its tokens; the forms of ``L`` and ``l`` are spelt out.

    :raises ValueError: if the format is longer than 1,000 characters.
    """
    if len(text) > MAX_TOKENS_LENGTH:
        raise ValueError(
            f"a date format may have {MAX_TOKENS_LENGTH:,} characters, "
            f"not {len(text):,}"
        )
    spelt = _LONG_TOKEN.sub(lambda match: _LONG_FORMS.get(match[0], match[0]), text)
    return _TOKEN.findall(spelt)


def literal(token: str) -> str:
    """Return the text that a token which is no placeholder stands for."""
    if len(token) > 1 and token.startswith("["):
        return token[1:-1]
    return token.replace("\\", "")


def ordinal(number: int) -> str:
    """Return a number with its English ending: 1st, 2nd, 3rd, 4th."""
    if number % 100 // 10 == 1:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
