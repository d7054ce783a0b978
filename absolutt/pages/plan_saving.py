"""How a change in the plan is saved: looked over first where others know the plan already, and never half."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from absolutt.pages.meanwhile import ARCHIVED, try_again
from correspondence.word_forms import WordForm
from gatherings import actions
from municipalities.acting import Closed
from programmes import consequences
from programmes.acting import ChangedMeanwhile
from programmes.consequences import Topic

TAKEN = gettext_lazy("Det finnes en samling med dette nummeret. Velg et annet, eller endre den andre samlingen først")
KIND_IN_USE = gettext_lazy("Velg «Informasjonsmøte». Noen er meldt på, og ville ellers ikke blitt funnet igjen")
DAY_DEMANDED = gettext_lazy(
    "Programmet er åpnet for påmelding og må ha en bestemt dag som frist. Skriv for eksempel 15. desember 2027"
)
OURS = ("csrfmiddlewaretoken", "confirmed", "back", "word")


class Change:
    """One change on its way. ``act`` does it, and finds its rows anew each time; ``newest`` gives the version that
    holds now; ``look_over`` what the page that asks for a yes shows: its title, what changes, the button."""

    def __init__(self, *, programme, form, act, newest, look_over):
        self.programme, self.form, self.act, self.newest = programme, form, act, newest
        self.look_over = look_over

    def save(self, request, again, done):
        """``again(status)`` shows the form as it was filled in; ``done(result)`` goes on when it is saved."""
        if not self.form.is_valid():
            return again(422)
        if "back" in request.POST:
            return again(200)
        try:
            return asked_first(request, self.programme, self.act, self.look_over) or done(self.act())
        except (ChangedMeanwhile, Closed, actions.Refused) as fault:
            self._say(fault)
            return again(422)

    def _say(self, fault):
        if isinstance(fault, ChangedMeanwhile):
            try_again(self.form, self.newest())
        elif isinstance(fault, actions.NumberTaken):
            self.form.add_error("number" if "number" in self.form.fields else None, TAKEN)
        elif isinstance(fault, actions.KindInUse):
            self.form.add_error("kind", KIND_IN_USE)
        elif isinstance(fault, actions.DayDemanded):
            self.form.add_error("when", DAY_DEMANDED)
        else:
            self.form.add_error(None, ARCHIVED)


def asked_first(request, programme, act, look_over):
    """The page that shows what ``act`` leads to and asks for a yes; None where it has been given, or where nobody but
    the advisers knows the plan. The yes comes with a word to those who get a letter: one that is too long is asked for
    again. Raises what the act raises."""
    form, is_asked = WordForm(request.POST), "confirmed" not in request.POST
    if not is_asked and form.is_valid():
        return None
    found = consequences.preview(programme=programme, act=act)
    if is_asked and not consequences.must_be_shown(programme, found):
        return None
    writes = any(told.topic == Topic.FOLLOWS for told in found)
    context = {
        "section": "programmes",
        "programme": programme,
        "topics": by_topic(found),
        "posted": posted(request),
        "form": form if writes else None,
        "changes": [],
        "is_removal": False,
        "back_url": "",
        **look_over(),
    }
    return render(request, "pages/plan_look_over.html", context, status=200 if is_asked else 422)


def word_of(request):
    """What the adviser says to those who get a letter about the change. Too long a word is never saved."""
    form = WordForm(request.POST)
    return form.cleaned_data["word"] if form.is_valid() else ""


def by_topic(found):
    """(topic in words, what is told about it), without the topics that have nothing."""
    topics = [(topic, [told for told in found if told.topic == topic]) for topic in Topic]
    return [(topic, told) for topic, told in topics if told]


def posted(request):
    """What was filled in, to go along: a page that asks for a yes remembers nothing."""
    return [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values]
