"""The demo: a round in sign-up today for Innlandet, with invented people at example.no."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from absolutt.copying import copy_programme
from accounts import journal
from accounts.actions import add_user
from accounts.journal import Actor
from accounts.models import User
from municipalities import actions
from municipalities.models import Participation, Person
from programmes.actions import give_reach
from programmes.models import Programme, Region
from programmes.words import Words, WordsField

SOURCE = "innlandet-2021"
DAYS_TO_DEADLINE = 22

ADVISERS = (
    # address at example.no, name, region (None: national), administrator
    ("ingrid.solbakken", "Ingrid Solbakken", "KS Innlandet", False),
    ("torgeir.aune", "Torgeir Aune", "KS Trøndelag", False),
    ("marit.hovde", "Marit Hovde", None, False),
    ("drift", "Liv Myhre", None, True),
)
FIRST = (
    "Anders", "Berit", "Carl", "Dagny", "Eirik", "Frida", "Gunnar", "Hanne", "Ivar", "Jorunn", "Knut", "Lise",
    "Mona", "Nils", "Oddny", "Per", "Ragnhild", "Sverre", "Tone", "Ulf", "Vigdis", "Åse", "Øyvind",
)  # fmt: skip
LAST = (
    "Bakke", "Dalen", "Eggen", "Fossum", "Granli", "Haugen", "Iversbakken", "Jordet", "Kvernmo", "Lunde", "Moen",
    "Nordby", "Opsahl", "Rønning", "Skogli", "Tangen", "Ulven", "Viken", "Østby", "Åsen",
)  # fmt: skip

# Nynorsk for what the historical invitation says in bokmål only. Tests of the fallback use that one.
NYNORSK = {
    "Samspill og dialog": "Samspel og dialog",
    "Roller og ansvar": "Roller og ansvar",
    "Roller og ansvar / Samspill og dialog": "Roller og ansvar / Samspel og dialog",
    "Kvalitet og kunnskapsgrunnlag": "Kvalitet og kunnskapsgrunnlag",
    "Framtidsbilder": "Framtidsbilete",
    "Utviklingsprosessen": "Utviklingsprosessen",
    "Hvor er vi?": "Kvar er vi?",
    "Hvor vil vi?": "Kvar vil vi?",
    "Hvordan kommer vi dit?": "Korleis kjem vi dit?",
    "deltakergruppe": "deltakargruppe",
    "0-24 år": "0–24 år",
    "velger en leder/koordinator av gruppa": "vel ein leiar/koordinator av gruppa",
    "Det er av betydning at kommunedirektør støtter opp og er involvert i arbeidet, gjennom å delta på samlinger "
    "og/eller i arbeidet mellom samlinger": "Det er viktig at kommunedirektøren støttar opp og er involvert i "
    "arbeidet, ved å delta på samlingar og/eller i arbeidet mellom samlingane",
    "en tverrfaglig referansegruppe … for lokal forankring og involvering underveis. Bruk gjerne en allerede etablert "
    "møteplass.": "ei tverrfagleg referansegruppe … for lokal forankring og involvering undervegs. Bruk gjerne ein "
    "møteplass de alt har.",
    "ordfører": "ordførar",
    "utvalgsleder for oppvekst": "utvalsleiar for oppvekst",
    "kommunedirektør": "kommunedirektør",
    "kommunalsjef oppvekst": "kommunalsjef oppvekst",
    "skolesjef": "skulesjef",
    "barnehagesjef": "barnehagesjef",
    "leder av PPT": "leiar av PPT",
    "leder av kulturskolen": "leiar av kulturskulen",
    "hovedtillitsvalgt": "hovudtillitsvald",
    "en representant for barn og unge": "ein representant for barn og unge",
    "reise": "reise",
    "opphold": "opphald",
    "eventuelt frikjøp": "eventuelt frikjøp",
    "Det faglige innholdet, støtte og veiledning dekkes av OU-midler":
        "Det faglege innhaldet, støtte og rettleiing blir dekte av OU-midlar",
    "Ved digitale samlinger kan det forekomme en deltakeravgift for å dekke produksjonen":
        "Ved digitale samlingar kan det kome ei deltakaravgift for å dekkje produksjonen",
    "Invitasjon til lokal kunnskapsbygging og økt samspill for et inkluderende helhetlig utdanningsløp og et godt "
    "oppvekstmiljø": "Invitasjon til lokal kunnskapsbygging og auka samspel for eit inkluderande heilskapleg "
    "utdanningsløp og eit godt oppvekstmiljø",
}  # fmt: skip


@transaction.atomic
def load() -> bool:
    """Make the demo. False when it is there already. The letters it causes lie in the outbox when this returns."""
    source = Programme.objects.get(key=SOURCE)
    programme_key = f"innlandet-{_first_year(source)}"
    if (
        Programme.objects.filter(key=programme_key).exists()
        or User.objects.filter(email=f"{ADVISERS[0][0]}@example.no").exists()
    ):
        return False
    adviser = Actor(user=_advisers())
    programme = copy_programme(
        source=source,
        key=programme_key,
        title=Words(nb=f"ABSOLUTT Innlandet {_first_year(source)}", nn=f"ABSOLUTT Innlandet {_first_year(source)}"),
        weeks=_weeks(source),
        state=Programme.State.OPEN,
        letters_from=timezone.localdate(),
        by=adviser,
    )
    _write_nynorsk(programme)
    # Only the old year of the information meeting was in doubt.
    programme.gatherings.filter(kind="information_meeting").update(date_tentative=False)
    _fill(programme, adviser)
    return True


def _weeks(source):
    wanted = timezone.localdate() + timedelta(days=DAYS_TO_DEADLINE)
    return round((wanted - source.sign_up_deadline.end).days / 7)


def _first_year(source):
    return (source.start + timedelta(weeks=_weeks(source))).year


def _advisers():
    """The people who may sign in; returns the one whose programme the demo is."""
    users = []
    for address, name, region, administrator in ADVISERS:
        user = add_user(email=f"{address}@example.no", name=name, administrator=administrator, by=journal.SYSTEM)
        if not administrator:
            reach = Region.objects.get(name=region) if region else None
            give_reach(user=user, region=reach, by=journal.SYSTEM)
        users.append(user)
    return users[0]


def _write_nynorsk(programme):
    rows = [programme]
    for related in (programme.phases, programme.roles, programme.costs, programme.gatherings):
        rows += related.all()
    for row in rows:
        for field in row._meta.fields:
            if isinstance(field, WordsField) and (words := getattr(row, field.name)).nb in NYNORSK:
                setattr(row, field.name, Words(words.nb, NYNORSK[words.nb]))
        row.save()


def _fill(programme, adviser):
    """Directors, invitations and answers, so that every state is there to see."""
    rows = list(Participation.objects.filter(programme=programme).for_list(programme.day_for_names))
    for row in rows:
        row.programme = programme
    for index, row in enumerate(rows):
        if index % 8 != 5:
            name, email = _invented(index)
            actions.name_director(participation=row, name=name, email=email, by=adviser)
    invited = [row for index, row in enumerate(rows) if index % 10 != 7]
    actions.invite(participations=invited, by=adviser)
    for index, row in enumerate(invited):
        _answer(index, row, adviser)
    late = next(row for row in invited if row.state == Participation.State.INVITED)
    own = programme.sign_up_deadline.end
    actions.extend_deadline(
        participation=late, day=own + timedelta(days=14), version=late.version, by=adviser,
        reason="Kommunestyret behandler saken først i januar.",
    )  # fmt: skip


def _invented(index):
    first, last = FIRST[index % len(FIRST)], LAST[(index * 7) % len(LAST)]
    address = f"{first}.{last}".lower().translate(str.maketrans("æøå", "aoa"))
    return f"{first} {last}", f"{address}@example.no"


def _answer(index, row, adviser):
    person = Person.objects.filter(
        holdings__seat__participation=row, holdings__seat__kind="director", holdings__until=None
    ).first()
    kind = {0: "yes", 2: "yes", 5: "yes", 6: "no", 9: "undecided", 11: "by telephone", 13: "outside"}.get(index % 15)
    if kind == "by telephone":
        actions.register_answer(
            participation=row, choice="yes", via="telephone", version=row.version, by=adviser,
            said_by="Kommunedirektøren", reason="Ringte og meldte på kommunen.",
        )  # fmt: skip
    elif kind == "outside":
        consultant = actions.person_with(name="Pia Konsulent", email=f"pia.konsulent{index}@annet.example.no")
        answer = actions.SignUp(choice="yes", version=row.version, role="innleid rådgiver")
        actions.answer(participation=row, person=consultant, sign_up=answer)
    elif kind and person:
        name, email = _invented(index + 200)
        coordinator = {"coordinator_name": name, "coordinator_email": email} if kind == "yes" and index % 2 else {}
        answer = actions.SignUp(choice=kind, version=row.version, **coordinator)
        actions.answer(participation=row, person=person, sign_up=answer)
