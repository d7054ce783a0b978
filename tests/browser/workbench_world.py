"""More for a demo under test: somebody comes to its information meeting, and a spreadsheet of sign-ups waits.

Run as «python -m tests.browser.workbench_world» in its environment, with a programme's key. Prints the numbers in
the addresses of the meeting and the sheet, and the token in a confirmation.
"""

import json
import sys

from tests.browser.world import named  # sets Django up  # isort: skip

from django.utils import timezone

from accounts.journal import Actor
from accounts.models import User
from gatherings import actions, registration_actions, registration_links
from gatherings.models import Gathering
from municipalities import import_actions
from municipalities.self_told import Said
from programmes.models import Programme
from programmes.when import When

ROWS = [
    ["Kommune", "Svar", "Koordinator", "Koordinators e-post"],
    ["Vågå", "ja", "Siri Foss", "siri.foss@example.no"],
    ["Langtvekkistan", "nei", "", ""],
    ["Lom", "kanskje", "", ""],
]


def build(key):
    programme = Programme.objects.get(key=key)
    by = Actor(user=User.objects.get(email="ingrid.solbakken@example.no"))
    day = When.day(timezone.localdate() + timezone.timedelta(days=9))
    meeting = actions.add_gathering(
        programme=programme, version=programme.version, by=by,
        said=actions.Said(
            kind=Gathering.Kind.INFORMATION_MEETING, number=9, when=day, form="digital", places_total=2,
            link="https://mote.example.no/absolutt",
        ),
    )  # fmt: skip
    comes, _other = [
        registration_actions.register(
            gathering=meeting,
            said=Said(name=name, role="rektor", email=email, language="nb", **works),
        )
        for name, email, works in (
            ("Åse Ødegård", "ase.odegard@example.no", {"organisation": named(programme, "Lom").organisation}),
            ("Per Bakken", "per.bakken@example.no", {"organisation_name": "Fjellskolen"}),
        )
    ]
    registration_actions.cancel(registration=_other, by=by)
    sheet = import_actions.take_in(programme=programme, file_name="påmeldinger.xlsx", cells=ROWS, by=by)
    return {"meeting": meeting.pk, "token": registration_links.issue(comes), "sheet": sheet.pk}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build(sys.argv[1])))
