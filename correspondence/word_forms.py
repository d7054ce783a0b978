"""What an adviser says to those who get a letter about a change."""

from django import forms
from django.utils.translation import gettext_lazy

from correspondence.models import Letter


class WordForm(forms.Form):
    word = forms.CharField(
        label=gettext_lazy("Et ord til mottakerne"),
        required=False,
        max_length=Letter.LONGEST_WORD,
        help_text=gettext_lazy(
            "Står i brevet, etter det som er endret. Skriv kort hvorfor, og hva de eventuelt må gjøre. Ikke skriv om "
            "enkeltpersoner."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "data-width": "medium"}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang. Bruk høyst 1000 tegn")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A browser would cut what is pasted, without a word
        self.fields["word"].widget.attrs.pop("maxlength", None)
