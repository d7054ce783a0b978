from django.conf import settings
from django.utils import translation

LANGUAGES = {code for code, _ in settings.LANGUAGES}


class LanguageMiddleware:
    """The reader's own choice (a cookie, or her account), else bokmål.

    A page about one municipality may then speak its målform.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in LANGUAGES:
            chosen = request.user.language if request.user.is_authenticated else ""
        request.chosen_language = chosen
        with translation.override(request.chosen_language or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)


class PrivatePagesMiddleware:
    """What a page shows is for its reader: never kept by a proxy or the back button after signing out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response
