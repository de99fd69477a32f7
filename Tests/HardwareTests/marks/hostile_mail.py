# SPDX-License-Identifier: MPL-2.0
"""A mail server that repeats every address it hears, in what it takes and in what it refuses."""
import socketserver


class Mailbox:
    """Whom something was to be sent to, and whether it is taken."""

    def __init__(self):
        self.heard: list[str] = []
        self.refuses = False


class MailHandler(socketserver.StreamRequestHandler):
    """SMTP, secured from the beginning."""

    def handle(self) -> None:
        mailbox: Mailbox = self.server.library
        address = ""
        self.say("220 marks")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 gone")
            if verb == "RCPT":
                address = line[line.find("<") + 1:line.find(">")]
                if mailbox.refuses:
                    self.say(f"550 5.1.1 nobody here is {address}: {line}")
                    mailbox.heard.append(address)
                    continue
            if verb != "DATA":
                self.say(f"250 {line}")
                continue
            self.say("354 go on")
            while self.rfile.readline() not in (b".\r\n", b""):
                pass
            self.say(f"250 2.0.0 {address} has it")
            mailbox.heard.append(address)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
