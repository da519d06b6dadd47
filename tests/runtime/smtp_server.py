"""A mail server on loopback that takes mails and forgets nothing."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Taken:
    """A mail as it came in."""

    sender: str
    recipients: list[str]
    data: bytes
    under_tls: bool
    login: str


@dataclass
class SmtpServer:
    """Speaks as much SMTP as a mailer needs.

    ``answers`` replaces what is said to a command, such as ``{"MAIL": "550 no"}``;
    an empty answer says nothing until the test is over.
    """

    tls: ssl.SSLContext | None = None
    tls_from_the_start: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.done = threading.Event()
        server = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                session = _Session(server, self)
                try:
                    session.run()
                except (OSError, ValueError):
                    return
                finally:
                    session.socket.close()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Session:
    def __init__(
        self, server: SmtpServer, request: socketserver.StreamRequestHandler
    ) -> None:
        self.server = server
        self.socket = request.request
        self.socket.settimeout(10)
        self.under_tls = False
        self.login = ""
        self.sender = ""
        self.recipients: list[str] = []

    def run(self) -> None:
        if self.server.tls_from_the_start:
            self.secure()
        self.file = self.socket.makefile("rb")
        self.say("greeting", "220 mail.test ready")
        while line := self.file.readline():
            text = line.decode().strip()
            self.server.commands.append(text)
            if not self.obey(text.upper().split(" ")[0].split(":")[0], text):
                return

    def say(self, command: str, usual: str) -> None:
        answer = self.server.answers.get(command, usual)
        if not answer:
            self.server.done.wait(10)
            raise OSError
        self.socket.sendall(answer.replace("\n", "\r\n").encode() + b"\r\n")

    def secure(self) -> None:
        assert self.server.tls is not None
        self.socket = self.server.tls.wrap_socket(self.socket, server_side=True)
        self.under_tls = True

    def obey(self, command: str, text: str) -> bool:
        if command == "EHLO":
            extras = "250-STARTTLS\n" if self.server.tls and not self.under_tls else ""
            self.say(command, f"250-mail.test\n{extras}250 AUTH PLAIN")
        elif command == "STARTTLS":
            self.say(command, "220 go ahead")
            self.secure()
            self.file = self.socket.makefile("rb")
        elif command == "AUTH":
            self.login = text.rpartition(" ")[2]
            self.say(command, "235 welcome")
        elif command == "DATA":
            self.say(command, "354 go ahead")
            self.take()
        else:
            self.note(command, text)
            self.say(command, "221 bye" if command == "QUIT" else "250 ok")
        return command != "QUIT"

    def note(self, command: str, text: str) -> None:
        address = text.partition("<")[2].partition(">")[0]
        if command == "MAIL":
            self.sender = address
        elif command == "RCPT":
            self.recipients.append(address)

    def take(self) -> None:
        lines = []
        while (line := self.file.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        mail = Taken(
            self.sender,
            self.recipients,
            b"".join(lines),
            self.under_tls,
            self.login,
        )
        self.server.taken.append(mail)
        self.say("end of data", "250 taken")
