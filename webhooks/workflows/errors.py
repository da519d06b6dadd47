"""What goes wrong inside a run, in words for the person who built the workflow."""


class NodeError(Exception):
    """A node could not do its work; the run ends here.

    ``name`` is the error's kind, which a workflow's error trigger can look at;
    ``stack`` is set for errors inside a script.
    """

    def __init__(
        self, message: str, name: str = "Error", stack: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.stack = stack


class LimitReached(NodeError):
    """The run did more than a run may."""

    def __init__(self, message: str, name: str = "LimitReached") -> None:
        super().__init__(message, name)


class ApiRefused(NodeError):
    """The API answered with an error; ``status`` is its HTTP status."""

    def __init__(self, message: str, name: str, status: int) -> None:
        super().__init__(message, name)
        self.status = status


class ScriptFailed(NodeError):
    """A script ended with an error; ``logs`` is what it logged before."""

    def __init__(
        self,
        message: str,
        name: str,
        stack: tuple[str, ...] = (),
        logs: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message, name, stack)
        self.logs = logs


class FieldProblem(Exception):
    """A value in a node's configuration cannot be understood.

    ``pointer`` leads from the configuration to the value ("" or "/rules/0/type").
    ``required`` marks a value that is merely missing: the workflow can be kept
    as a draft, and the node says so when it is reached.
    """

    def __init__(
        self, message: str, pointer: str = "", *, required: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer
        self.required = required
