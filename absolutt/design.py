"""Renders Django's forms in Designsystemet, and gives every template what the frame of a page needs."""

from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class DesignBoundField(BoundField):
    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            attrs["class"] = "ds-input"
            widget.attrs.pop("cols", None)  # cols breaks full width on phones
        return attrs

    @property
    def kind(self):
        return getattr(self.field.widget, "input_type", "other")

    @property
    def width(self):
        """How wide the field stands: what is asked for shows how much to write."""
        return self.field.widget.attrs.get("data-width", "full")

    @property
    def focus_id(self):
        """Where the error summary's link leads: the first radio button, not the group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class Renderer(TemplatesSetting):
    form_template_name = "ds/form.html"
    field_template_name = "ds/field.html"
    bound_field_class = DesignBoundField


def site(request):
    """``this_page`` is where the reader can come back to by a GET: a form that failed stands at the act's address."""
    return {
        "this_page": getattr(request, "page_address", "") or request.get_full_path(),
        "is_demo": settings.DEMO,
        "contact_email": settings.CONTACT_EMAIL,
        "held": getattr(request, "held", None),  # what her roles let her do; asks when it is read
        "chosen_language": request.LANGUAGE_CODE if hasattr(request, "LANGUAGE_CODE") else settings.LANGUAGE_CODE,
    }
