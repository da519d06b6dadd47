"""What gunicorn and the flask command load; starting work is gunicorn.conf.py's."""

import sys

from app import create_app
from webhooks.settings import SettingError

# gunicorn stops, instead of starting the worker again for ever, on this code.
_LOAD_ERROR = 4

try:
    app = create_app()
except SettingError as error:
    sys.stderr.write(f"Switchhook cannot start: {error}\n")
    sys.exit(_LOAD_ERROR)
