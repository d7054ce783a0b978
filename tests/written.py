"""Texts for tests: written by the ordinary act, so that versions and numbers are what they would be."""

from accounts.journal import SYSTEM
from programmes.models import TextVersion
from programmes.text_actions import Written, save_texts
from programmes.texts import Texts
from programmes.words import Words


def write(programme, kind, *, by=SYSTEM, **sections):
    """Save ``sections`` (texts in bokmål, or ``Words``) as whoever has just opened the page. None: the framework's."""
    texts = Texts.of(programme)
    said = {key: Written(Words.of(words), texts.number(kind, key)) for key, words in sections.items()}
    return save_texts(programme=programme, kind=kind, written=said, by=by)


def newest(programme, kind, section):
    return TextVersion.objects.filter(programme=programme, kind=kind, section=section).latest("number")


def posted(client, url, **changed):
    """What the editor's form would post if these fields were filled in: ``introduction_nb="…"``."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (values | changed).items()}
