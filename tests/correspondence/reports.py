"""Reports of delivery as servers write them."""

from textwrap import dedent

HOST = "localhost"


def report(
    envelope, *, to="", status="5.1.1", action="failed", said="550 5.1.1 User unknown", message_id=None,
    kind="message/rfc822",
):  # fmt: skip
    """As Postfix writes it. ``to`` is the address that it came to; the letter it returns has the envelope's own
    Message-ID unless another is given."""
    message_id = envelope.message_id if message_id is None else message_id
    return dedent(
        f"""\
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.no (Mail Delivery System)
        To: {to or "retur@example.no"}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="GRENSE"

        --GRENSE
        Content-Description: Notification
        Content-Type: text/plain; charset=utf-8

        I'm sorry to have to inform you that your message could not be delivered.

        --GRENSE
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.no
        Arrival-Date: Thu, 26 Nov 2026 09:00:00 +0100 (CET)

        Final-Recipient: rfc822; {envelope.address}
        Original-Recipient: rfc822;{envelope.address}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mx.kommune.example.no
        Diagnostic-Code: smtp; {said}

        --GRENSE
        Content-Type: {kind}

        Return-Path: <absolutt@example.no>
        Message-ID: {message_id}
        Subject: Invitasjon
        From: absolutt@example.no

        --GRENSE--
        """
    ).encode()
