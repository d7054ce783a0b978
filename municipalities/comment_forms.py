"""What advisers and process advisers write to each other."""

from django import forms
from django.utils.translation import gettext_lazy

from municipalities.models import Comment


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Ny kommentar"),
        max_length=Comment.LONGEST,
        help_text=gettext_lazy(
            "Rådgivere og prosessveiledere ser kommentaren, kommunene ser den ikke. Skriv kort og saklig. Ikke skriv "
            "helseopplysninger eller annet sensitivt. Den du skriver om, kan be om innsyn."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Skriv en kommentar"),
            "max_length": gettext_lazy("Kommentaren er for lang. Bruk høyst 2000 tegn"),
        },
    )
