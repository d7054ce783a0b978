"""«Demo-postkasse»: every letter that the demo would have sent, readable and clickable. Only in a demo."""

import email
import email.policy
import mailbox
from datetime import UTC
from functools import wraps
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

HEADER_BYTES = 8192  # enough for every header: a list need not read the attachments


def only_in_a_demo(view):
    @require_safe
    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@only_in_a_demo
def demo_mailbox(request):
    query = request.GET.get("q", "").strip().lower()
    found = [row for row in _headers() if query in f"{row['to']} {row['subject']}".lower()]
    page = Paginator(found, 30).get_page(request.GET.get("side"))
    return render(request, "pages/demo_mailbox.html", {"page": page, "query": query, "section": "mailbox"})


def _headers():
    folder = Path(settings.DEMO_MAILBOX) / "new"
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True) if folder.is_dir() else []
    for path in files:
        with path.open("rb") as file:
            head = email.message_from_bytes(file.read(HEADER_BYTES), policy=email.policy.default)
        yield {"key": path.name, "to": head["To"], "subject": head["Subject"], "at": _sent_at(head)}


def _sent_at(message):
    """Django writes «-0000»: in universal time, from an unsaid zone. Python reads it as naive."""
    return message["Date"].datetime.replace(tzinfo=UTC)


def _message(key):
    box = mailbox.Maildir(settings.DEMO_MAILBOX, create=True)
    try:
        return email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
    except KeyError:
        raise Http404 from None


@only_in_a_demo
def demo_letter(request, key):
    message = _message(key)
    context = {
        "section": "mailbox",
        "key": key,
        "message": message,
        "at": _sent_at(message),
        "language": message["Content-Language"] or "nb",
        "text": message.get_body(("plain",)).get_content(),
        "attachments": [part.get_filename() for part in message.iter_attachments()],
    }
    return render(request, "pages/demo_letter.html", context)


@only_in_a_demo
@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"]})
def demo_letter_html(request, key):
    """The letter as a mail program would show it: its own inline styles, no scripts."""
    return HttpResponse(_message(key).get_body(("html",)).get_content())


@only_in_a_demo
def demo_attachment(request, key, position):
    attachments = list(_message(key).iter_attachments())
    if position >= len(attachments):
        raise Http404
    part = attachments[position]
    response = HttpResponse(part.get_content(), content_type=part.get_content_type())
    response["Content-Disposition"] = f'inline; filename="{part.get_filename()}"'
    return response
