"""Django's admin at /forvaltning/: to look, never to change. Only for an administrator whose session has seen her
second factor, also where the site does not ask others for one (docs/decisions/0019)."""

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.forms import Media
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from absolutt.pages.second_factor import to_the_factor
from accounts import second_factor

ROOMS = ("accounts", "programmes", "municipalities", "gatherings", "correspondence")
# What opens something, and what only fills the screen
HIDDEN = {"password", "token_hash", "data", "claim", "digest"}
COLUMNS = 7


class Site(AdminSite):
    site_title = site_header = gettext_lazy("ABSOLUTT forvaltning")
    index_title = gettext_lazy("Alt som er lagret")
    index_template = "administration/index.html"
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_superuser and second_factor.is_used(request)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if not (request.user.is_active and request.user.is_superuser):
                raise Http404
            return inner(request, *args, **kwargs) if self.has_permission(request) else to_the_factor(request)

        return guarded

    def get_urls(self):
        """Without a form for passwords, and without what only changing needs."""
        unwanted = {"login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n",
                    "view_on_site"}  # fmt: skip
        wanted = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in unwanted]
        return [path("logg-inn/", _sign_in, name="login"), *wanted]


@login_not_required
def _sign_in(request):
    """Where Django's admin sends who is not signed in: to the portal's own page."""
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}")


class LooksOnly(ModelAdmin):
    """Lists and shows. Whatever changes goes through an action, which writes the journal."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    change_list_template, change_form_template = "administration/list.html", "administration/shown.html"
    media = Media()

    def get_urls(self):
        """The list and the row: nothing is added, deleted or told of as changed."""
        return [found for found in super().get_urls() if (found.name or "").endswith(("_changelist", "_change"))]

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": self.opts.object_name, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(request, object_id, form_url, {"title": self.opts.object_name})

    def get_list_display(self, request):
        return [field.name for field in self._fields() if not isinstance(field, (models.JSONField, models.TextField))][
            :COLUMNS
        ]

    def get_list_select_related(self, request):
        return self._related()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self._related())

    def get_search_fields(self, request):
        return [field.name for field in self._fields() if field.name in ("name", "email", "key", "subject", "verb")]

    def get_fields(self, request, obj=None):
        return [field.name for field in self._fields()]

    def _fields(self):
        return [field for field in self.model._meta.concrete_fields if field.name not in HIDDEN]

    def _related(self):
        """The rows that a row's text names, and those that theirs name."""
        own = [field for field in self.model._meta.concrete_fields if field.is_relation]
        next_ones = [
            f"{field.name}__{other.name}"
            for field in own
            for other in field.related_model._meta.concrete_fields
            if other.is_relation
        ]
        return [*(field.name for field in own), *next_ones]


site = Site(name="admin")
for room in ROOMS:
    for model in apps.get_app_config(room).get_models():
        site.register(model, LooksOnly)
site.register(apps.get_model("mfa", "Authenticator"), LooksOnly)
