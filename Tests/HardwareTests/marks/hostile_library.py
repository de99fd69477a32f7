# SPDX-License-Identifier: MPL-2.0
"""A library system that repeats every secret it hears, wherever the protocol has room for text.

It speaks SIP2 over TCP, over TLS and over HTTPS in Cicero's XML document, and the REST interface of
FBS. How it answers about a card is the card's kind; see KINDS.
"""
import http.server
import json
import re
import socketserver
import ssl
import subprocess
import threading
from xml.sax.saxutils import escape, unescape

from marks import Mark

KINDS = ("known", "wrong-pin", "unknown", "garbage", "malformed", "refusing", "silent")
DATE = "20261122    204605"


class Library:
    """What is heard, and what is answered to one message."""

    def __init__(self, marks: list[Mark]):
        self.marks = {mark.card: mark for mark in marks}
        self.heard: list[tuple[str, str]] = []
        self.silence = threading.Event()

    def answer(self, message: str) -> tuple[str, str]:
        """The kind of the card, and the answer; other messages are of the kind "known"."""
        code = message[:2]
        if code == "93":
            return "known", "941"
        if code == "99":
            return "known", f"98YYYYYN005003{DATE}2.00AOMARKS|AMMarks|BXYYYYYYYYYYYYYYYY|"
        fields = dict(re.findall(r"(AA|AD)([^|]*)\|", message))
        card, pin = fields.get("AA", ""), fields.get("AD", "")
        self.heard.append((card, pin))
        mark = self.marks.get(card)
        kind = mark.kind if mark else "unknown"
        secrets = f"card {card} PIN {pin} of {card[:6]}-{card[6:]}"
        words = f"AF{secrets}|AG{secrets}|"
        if kind == "garbage":
            return kind, f"\x00\x01{secrets}|{pin}\x7f{card}" * 3
        if kind == "malformed":
            return kind, f"64{secrets}"
        number = f"LN:{mark.patron}" if mark else card
        head = f"64{' ' * 14}008{DATE}{'0000' * 6}AOMARKS|AA{number}|"
        valid = "N" if kind == "unknown" else "Y"
        right = "Y" if kind == "known" and pin else "N"
        name = "" if kind == "unknown" else f"AE{secrets}|"
        mail = mark.mail if mark else f"{card}@example.org"
        return kind, f"{head}{name}BL{valid}|CQ{right}|BE{mail}|{words}"


class StreamHandler(socketserver.StreamRequestHandler):
    """SIP2 in lines, over TCP or TLS."""

    def handle(self) -> None:
        library: Library = self.server.library
        line = b""
        while byte := self.rfile.read(1):
            if byte not in b"\r\n":
                line += byte
                continue
            if not line:
                continue
            kind, answer = library.answer(line.decode("utf-8", "replace"))
            line = b""
            if kind == "silent":
                library.silence.wait()
            if kind == "refusing":
                self.wfile.write(answer[:60].encode())      # and hangs up in the middle
                return
            self.wfile.write(answer.encode() + b"\r")


class EnvelopeHandler(http.server.BaseHTTPRequestHandler):
    """SIP2 in an XML document, over HTTPS."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        library: Library = self.server.library
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        inner = re.search(r"<request>(.*?)</request>", body, re.DOTALL)
        kind, answer = library.answer(unescape(inner[1]) if inner else "")
        status, text = 200, self.envelope("response", answer)
        if kind == "silent":
            library.silence.wait()
        if kind == "garbage":
            text = answer + body
        elif kind == "malformed":
            text = self.envelope("error", answer)
        elif kind == "refusing":
            status, text = 500, ("<restExceptionInfo><correlationId>1</correlationId>"
                                 f"<errorCode>{escape(answer)}</errorCode>"
                                 f"<message>{escape(body)}</message></restExceptionInfo>")
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", "application/xml")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    @staticmethod
    def envelope(element: str, text: str) -> str:
        return ('<?xml version="1.0" encoding="UTF-8"?><ns2:sip '
                'xmlns:ns2="http://axiell.com/Schema/sip.xsd">'
                f"<{element}>{escape(text)}</{element}></ns2:sip>")

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class RestHandler(http.server.BaseHTTPRequestHandler):
    """The REST interface of FBS, as far as a door asks."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        library: Library = self.server.library
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if self.path.endswith("/login"):
            return self.send(200, json.dumps({"sessionKey": "a1b2"}))
        mark = next((mark for card, mark in library.marks.items() if card in body), None)
        if not mark:
            return self.send(200, json.dumps({"authenticateStatus": "INVALID"}))
        has_pin = mark.pin in body
        library.heard.append((mark.card, mark.pin if has_pin else ""))
        words = f"card {mark.card} PIN {mark.pin}"
        right = mark.kind == "known" or mark.kind == "wrong-pin" and not has_pin
        answer = {"authenticateStatus": "VALID" if right else "INVALID", "words": words}
        if right:
            number = int(mark.patron[1:])
            answer |= {"patronId": number, "patronType": "PERSON", "patron": {
                "patronId": number, "name": words, "birthday": "1990-01-01", "resident": True,
                "emailAddress": mark.mail, "blockStatus": None, "tags": []}}
        if mark.kind == "silent":
            library.silence.wait()
        replies = {"garbage": (200, words * 3), "malformed": (200, f'{{"patron": "{words}"'),
                   "refusing": (500, json.dumps({"correlationId": "1", "message": words + body}))}
        self.send(*replies.get(mark.kind, (200, json.dumps(answer))))

    do_GET = do_POST

    def send(self, status: int, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, library: Library, handler: type, context: ssl.SSLContext | None):
        super().__init__(("127.0.0.1", 0), handler)
        self.library = library
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, *_: object) -> None:
        pass                            # the daemon was killed in the middle of a question


def certificate(folder: str) -> tuple[str, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and what serves it."""
    key, path = f"{folder}/library.key", f"{folder}/library.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
         "-out", path], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    return path, context
