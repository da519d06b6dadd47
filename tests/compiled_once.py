"""Routes and templates compiled once a process instead of once an application.

Nearly every test has an application of its own, and all of them have the same
routes and templates; compiling these anew was most of what the tests did.
"""

from types import CodeType
from typing import Any, ClassVar

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class CompiledRule(Rule):
    """A route that takes over what an equal one was compiled to."""

    _made: ClassVar[dict[tuple[object, ...], dict[str, Any]]] = {}

    def compile(self) -> None:
        key = (
            self.rule,
            repr(self.defaults),
            self.merge_slashes,
            self.subdomain,
            self.host,
        )
        if key not in self._made:
            super().compile()
            self._made[key] = {
                name: value
                for name, value in vars(self).items()
                if name == "arguments" or name.startswith("_")
            }
        vars(self).update(self._made[key])


class CompiledTemplates(BytecodeCache):
    """The code of templates by their names and sources."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code
