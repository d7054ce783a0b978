"""Small real servers for tests."""

import re
import socket
import socketserver
import threading
import time
from contextlib import contextmanager


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _serving(handler, **state):
    server = type("Server", (socketserver.ThreadingTCPServer,), {"daemon_threads": True, **state})
    with server(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


class _Mail(socketserver.StreamRequestHandler):
    """Speaks SMTP, and behaves as the first word of the recipient's address says."""

    def handle(self):
        self.say("220 ready")
        to, sender = "", ""
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb = line.split()[0].upper()
            if verb == "MAIL":
                sender = re.search("<(.*?)>", line)[1]
                self.say("250 OK")
            elif verb == "RCPT":
                to = re.search("<(.*?)>", line)[1]
                self.say(self.answer_to(to))
            elif verb == "DATA":
                if not self.take_letter(sender, to):
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def mood(self, address):
        return re.match("[a-z]*", address)[0]

    def answer_to(self, to):
        self.server.tries[to] = self.server.tries.get(to, 0) + 1
        if self.mood(to) == "refused":
            return "550 5.1.1 no such user"
        if self.mood(to) == "grey" and self.server.tries[to] < 3:
            return "450 4.2.0 greylisted, come back in five minutes"
        if self.mood(to) == "always":
            return "451 4.3.0 not now"
        return "250 OK"

    def take_letter(self, sender, to):
        """False when the connection is lost on the way."""
        once = self.server.tries[to] == 1 or "always" in to
        if self.mood(to) == "stalled" and once:
            time.sleep(self.server.stall)
            return False
        self.say("354 go on")
        if self.mood(to) == "dropped" and once:
            self.rfile.readline()
            return False
        content = b"".join(iter(self.rfile.readline, b".\r\n"))
        if self.mood(to) == "unwanted":
            self.say("554 5.7.1 looks like something we do not want")
        else:
            self.server.received.append((sender, to, content))
            self.say("250 OK")
        return True


def moody_mail_server(stall=1.0):
    """A mail server that refuses («refused1@…»), stalls, drops the connection in the middle of a message, greylists,
    answers «unwanted» to the whole message, and takes everything else. ``received``: (the envelope's sender, to,
    content)."""
    return _serving(_Mail, received=[], tries={}, stall=stall)


class _Imap(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 as reading a mailbox takes."""

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            tag, _, command = line.partition(" ")
            verb, _, rest = command.partition(" ")
            answer = getattr(self, f"do_{verb.lower()}")(rest)
            self.say(f"{tag} {answer}")
            if verb.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, rest):
        return "OK in" if rest.replace('"', "") == "retur hemmelig ord" else "NO wrong"

    def do_select(self, rest):
        if rest.strip('"') != "INBOX":
            return "NO no such folder"
        self.say(f"* {len(self.server.letters)} EXISTS")
        return "OK [READ-WRITE] selected"

    def do_uid(self, rest):
        verb, _, rest = rest.partition(" ")
        return getattr(self, f"uid_{verb.lower()}")(rest)

    def uid_search(self, rest):
        unread = [str(uid) for uid in self.server.letters if uid not in self.server.flags]
        self.say(f"* SEARCH {' '.join(unread)}")
        return "OK done"

    def uid_fetch(self, rest):
        uid = int(rest.split()[0])
        most = int(re.search(r"<0\.(\d+)>", rest)[1])
        content = self.server.letters[uid][:most]
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n")
        return "OK done"

    def uid_store(self, rest):
        uid, flags = int(rest.split()[0]), re.search(r"\((.*)\)", rest)[1]
        self.server.flags[uid] = flags.split()
        return "OK done"

    def do_close(self, rest):
        for uid in [uid for uid, flags in self.server.flags.items() if "\\Deleted" in flags]:
            del self.server.letters[uid], self.server.flags[uid]
        return "OK done"

    def do_logout(self, rest):
        self.say("* BYE")
        return "OK done"


def imap_server(letters):
    """A mailbox of «retur» (password «hemmelig ord») with these letters. ``letters`` and ``flags`` by their uid."""
    return _serving(_Imap, letters=dict(enumerate(letters, 1)), flags={})
