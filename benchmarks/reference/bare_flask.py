"""A Flask route that reads JSON, stores nothing and answers the same words.

The reference row: everything else is expressed as a multiple of it.
"""

from typing import Any

from flask import Flask, request

app = Flask(__name__)


@app.post("/hook")
def hook() -> dict[str, Any]:
    """Parse the body and answer."""
    request.get_json()
    return {"success": True}
