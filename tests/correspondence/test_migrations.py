"""Letters that lie in the outbox when the portal is updated are still there, each with its programme."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests import factories

OLD, NEW = ("correspondence", "0001_initial"), ("correspondence", "0005_one_envelope_several_letters")


@pytest.mark.django_db(transaction=True)
def test_letters_keep_their_programme_when_envelopes_grow():
    executor = MigrationExecutor(connection)
    latest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "correspondence"]
    participation = factories.ParticipationFactory()
    apps = executor.migrate([OLD]).apps
    for state, sent_at in (("ready", None), ("sent", timezone.now()), ("cancelled", None)):
        envelope = apps.get_model("correspondence", "Envelope").objects.create(
            programme_id=participation.programme_id, participation_id=participation.pk, address="post@example.no",
            language="nb", state=state, sent_at=sent_at,
        )  # fmt: skip
        apps.get_model("correspondence", "Letter").objects.create(
            envelope=envelope, rule=f"signup.{state}", participation_id=participation.pk
        )

    executor = MigrationExecutor(connection)
    apps = executor.migrate([NEW]).apps

    letters = apps.get_model("correspondence", "Letter").objects.order_by("pk")
    assert list(letters.values_list("rule", "programme", "participation", "is_dropped", "envelope__address")) == [
        ("signup.ready", participation.programme_id, participation.pk, False, "post@example.no"),
        ("signup.sent", participation.programme_id, participation.pk, False, "post@example.no"),
        ("signup.cancelled", participation.programme_id, participation.pk, True, "post@example.no"),
    ]
    MigrationExecutor(connection).migrate(latest)
