"""What gunicorn and the flask command load; starting work is gunicorn.conf.py's."""

import gc

# What is loaded stays, so looking for garbage in it finds none: while loading that
# takes a tenth of the time, and later each whole look would hold up everybody.
gc.disable()

import sys  # noqa: E402  # after the collector has stopped

from app import create_app  # noqa: E402
from webhooks.settings import SettingError  # noqa: E402

# gunicorn stops, instead of starting the worker again for ever, on this code.
_LOAD_ERROR = 4

try:
    app = create_app()
except SettingError as error:
    sys.stderr.write(f"Switchhook cannot start: {error}\n")
    sys.exit(_LOAD_ERROR)

gc.freeze()
gc.enable()
