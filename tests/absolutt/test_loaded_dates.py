"""The dates of the three programmes, typed by hand in the documents' own words, are the dates of their file."""

from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command

from programmes.models import Programme
from programmes.when import parse


@pytest.mark.django_db
def test_the_documents_own_words_give_the_dates_of_the_file():
    call_command("load_register", verbosity=0)
    call_command("load_programme", settings.BASE_DIR / "data" / "programmes.yaml", verbosity=0)
    rows = [
        row
        for programme in Programme.objects.all()
        for row in chain(programme.gatherings.all(), programme.deadlines.all())
        if row.when.text
    ]

    read = {row.when.text: parse(row.when.text, row.start.year) for row in rows}

    others = {row.when.text for row in rows if read[row.when.text].when != row.when}
    assert len(read) == 21
    assert others == {"30. oktober 13.00- 14.00"}  # the file doubts its year, which the words do not say
