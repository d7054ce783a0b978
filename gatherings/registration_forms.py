"""What somebody fills in who comes to an information meeting."""

from django.utils.translation import gettext_lazy

from municipalities.place_forms import InterestForm


class RegistrationForm(InterestForm):
    """The same questions as for interest in a sketch: who you are, where you work, where we write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = gettext_lazy(
            "Vi sender bekreftelse og kalenderfil dit. Flere kan bruke samme adresse: Hvert navn er én påmelding. Ble "
            "et navn skrevet feil, melder du på det riktige og melder av det andre med lenken i bekreftelsen."
        )
