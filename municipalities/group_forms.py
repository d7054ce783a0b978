"""What coordinators fill in about their group, and advisers about exceptions. Every error says what to do."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from municipalities.duties import every_duty
from municipalities.forms import OneLine, VersionedForm, email_field, name_field, plain_text, without_links
from municipalities.models import ANSWER, Participation
from municipalities.seat_actions import Place
from programmes import formats, roles
from programmes.models import Role
from programmes.roles import Level
from programmes.words import Words

OTHER = "other"


def _medium():
    return plain_text(**{"data-width": "medium"})


class NamedForm(VersionedForm):
    """A name with its address, both or neither where ``may_wait``."""

    may_wait = False
    name = name_field(gettext_lazy("Navn"), gettext_lazy("Skriv navnet"), widget=_medium())
    email = email_field(gettext_lazy("E-postadresse"), gettext_lazy("Skriv e-postadressen"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in ("name", "email"):
            self.fields[field].required = not self.may_wait

    def clean(self):
        data = super().clean()
        if self.may_wait and data.get("name") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Skriv e-postadressen, eller la navnet stå tomt så lenge"))
        if self.may_wait and data.get("email") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Skriv navnet, eller la e-postadressen stå tom så lenge"))
        return data


class PersonForm(NamedForm):
    """Who holds a place, or how her data is written."""


class RoleForm(VersionedForm):
    """Which role a place is for: one of the programme's own, or another in the municipality's words."""

    role = forms.ChoiceField(
        label=gettext_lazy("Rolle"),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"required": gettext_lazy("Velg en rolle")},
    )
    title = OneLine(
        label=gettext_lazy("Annen rolle"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Fyll ut bare når du valgte «Annen rolle» over."),
        widget=_medium(),
        validators=[without_links],
        error_messages={
            "required": gettext_lazy("Skriv hvilken rolle det er"),
            "max_length": gettext_lazy("Rollen er for lang. Bruk høyst 80 tegn"),
        },
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Hvor hører den andre rollen til?"),
        required=False,
        widget=forms.Select(attrs={"data-width": "medium"}),
        choices=[("", gettext_lazy("Velg")), *((level.value, level.label) for level in roles.FREE_LEVELS)],
        error_messages={"required": gettext_lazy("Velg hvor rollen hører til")},
    )

    def __init__(self, *args, participation: Participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_county = participation.organisation.is_county
        self.roles = {str(role.pk): role for role in _offered(participation.programme)}
        listed = [(key, _capitalised(self._title(role))) for key, role in self.roles.items()]
        self.fields["role"].choices = [("", _("Velg")), *listed, (OTHER, _("Annen rolle"))]
        own_words = self.data.get(self.add_prefix("role")) == OTHER
        self.fields["title"].required = self.fields["level"].required = own_words

    def _title(self, role):
        return roles.title(role.key, role.name, is_county=self.is_county)

    def place(self) -> Place:
        """What was chosen. Only for a valid form."""
        chosen = self.cleaned_data["role"]
        if chosen == OTHER:
            text = self.cleaned_data["title"]
            return Place(title=Words(text, text), level=self.cleaned_data["level"])
        role = self.roles[chosen]
        return Place(title=self._title(role), role=role.key, level=role.level)

    def initial_for(self, seat) -> dict[str, str]:
        """What the form shows for a seat that is there."""
        key = next((key for key, role in self.roles.items() if self._title(role) == seat.title), OTHER)
        return {"role": key} if key != OTHER else {"role": OTHER, "title": str(seat.title), "level": seat.level}


class PlaceForm(RoleForm, NamedForm):
    """A new place in the group, with a name or with none yet."""

    may_wait = True
    field_order = ["role", "title", "level", "name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _(
            "Navn og adresse kan stå tomme til det er klart hvem det blir. For barn og unge: Skriv hvem som er "
            "kontakt, for eksempel i ungdomsrådet, ikke den unge selv."
        )


def _offered(programme):
    """The programme's own roles, and a young person's where its rules ask for one and its list has none."""
    listed = list(programme.roles.all())
    asks = any(rule.level == Level.YOUTH for rule in programme.composition.all())
    if asks and not any(role.level == Level.YOUTH for role in listed):
        youth = roles.KNOWN["youth_rep"]
        listed.append(Role(pk=0, programme=programme, name=youth.name, key="youth_rep", level=youth.level))
    return listed


def _capitalised(words: Words) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


class ReferenceForm(VersionedForm):
    body = OneLine(
        label=gettext_lazy("Navn på en møteplass som finnes fra før"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "For eksempel et oppvekstforum. Navnet er nok. La feltet stå tomt hvis det ikke finnes noen."
        ),
        widget=_medium(),
        validators=[without_links],
        error_messages={"max_length": gettext_lazy("Navnet er for langt. Bruk høyst 120 tegn")},
    )


class ExceptionForm(VersionedForm):
    """«Utsatt frist» or «fritatt» for one duty."""

    duty = forms.ChoiceField(
        label=gettext_lazy("Hva gjelder det?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva det gjelder")},
    )
    what = forms.ChoiceField(
        label=gettext_lazy("Hva får de?"),
        widget=forms.RadioSelect,
        choices=[("extend", gettext_lazy("Utsatt frist")), ("waive", gettext_lazy("Fritak"))],
        error_messages={"required": gettext_lazy("Velg utsatt frist eller fritak")},
    )
    day = forms.DateField(
        label=gettext_lazy("Ny frist"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Det må være gjort før midnatt denne dagen. Gir du fritak, lar du feltet stå tomt."),
        error_messages={"invalid": gettext_lazy("Skriv datoen som dag.måned.år, for eksempel 31.01.2027")},
    )
    reason = OneLine(
        label=gettext_lazy("Grunn"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Skriv kort hvorfor"),
            "max_length": gettext_lazy("Grunnen er for lang. Bruk høyst 200 tegn"),
        },
        widget=_medium(),
    )

    def __init__(self, *args, participation: Participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.participation = participation
        self.duties = {duty.key: duty for duty in every_duty(participation.programme)}
        choices = [(key, duty.called(participation.programme)) for key, duty in self.duties.items()]
        self.fields["duty"].choices = choices

    def clean(self):
        data = super().clean()
        if data.get("what") == "extend" and "day" not in self.errors and data.get("duty"):
            fault = self._fault_in(data.get("day"), self.duties[data["duty"]])
            if fault:
                self.add_error("day", fault)
        return data

    def _fault_in(self, day, duty):
        """What is wrong with the new day; an empty text for a good one."""
        programme = self.participation.programme
        own, begins = duty.due(programme), programme.when
        if day is None:
            return _("Velg den nye fristen")
        if day < timezone.localdate():
            return _("Velg i dag eller en dag som kommer. Fristen kan ikke være en dag som har vært")
        if own.has_day and day <= own.end:
            return _("Velg en dag etter den vanlige fristen, %(day)s") % {"day": formats.day(own.end, get_language())}
        if duty.key == ANSWER and begins.has_day and day >= begins.start:
            return _("Velg en dag før programmet begynner, %(day)s") % {
                "day": formats.day(begins.start, get_language())
            }
        return ""


class AppointForm(NamedForm):
    """The director names the coordinator."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Koordinatorens navn")
        self.fields["email"].label = _("Koordinatorens e-postadresse")
