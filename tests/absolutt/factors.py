"""The pages of the second factor, as somebody with a role walks them."""

import re

from django.core import mail

from tests.accounts.factors import code_of

SECRET = "JBSWY3DPEHPK3PXP"  # factories.with_factor


def by_mail(client, user):
    """The first step: the code from the e-mail. Returns the answer to it."""
    client.post("/logg-inn/", {"email": user.email})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].subject).group(0)
    return client.post("/logg-inn/kode/", {"code": code})


def set_up_app(client, onward=""):
    """Through the pages; returns (the secret, the answer)."""
    page = client.get(f"/totrinn/app/{onward}")
    secret = page.context["form"].secret
    return secret, client.post(f"/totrinn/app/{onward}", {"code": code_of(secret)})


def recovery_codes(client):
    page = client.get("/totrinn/reservekoder/")
    shown = client.post("/totrinn/reservekoder/", {"seen": page.context["seen"]})
    return shown, [code.replace(" ", "") for code in shown.context["made"]]
