"""The school holidays of a programme's region, which its plan is held against."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from absolutt.pages.scope import (
    living_programme_or_404,
    living_programme_to_run,
    school_holiday_or_404,
)
from accounts.journal import Actor
from programmes import formats, holiday_actions
from programmes.holiday_forms import SchoolHolidayForm


@require_http_methods(["GET", "HEAD", "POST"])
def school_holidays(request, key):
    if request.method != "POST":
        return _page(request, living_programme_or_404(request.user, key), SchoolHolidayForm())
    programme = living_programme_to_run(request.user, key)
    form = SchoolHolidayForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, form, status=422)
    name, when = form.cleaned_data["name"], form.cleaned_data["when"]
    holiday_actions.add_school_holiday(
        programme=programme, name=name, start=when.start, end=when.end, by=Actor(user=request.user)
    )
    messages.success(request, _("%(name)s er lagt inn.") % {"name": name})
    return redirect("school_holidays", key)


def _page(request, programme, form, *, status=200):
    language = get_language() or "nb"
    rows = programme.region.school_holidays.all()
    context = {
        "section": "programmes",
        "programme": programme,
        "form": form,
        "may_change": programme.may_run,
        "rows": [{"pk": row.pk, "name": row.name, "days": holiday_days(row, language)} for row in rows],
    }
    return render(request, "pages/school_holidays.html", context, status=status)


def holiday_days(row, language):
    """«22.–26. februar 2027 (uke 8)»."""
    first, last = row.start.isocalendar(), row.end.isocalendar()
    days = formats.day_range(row.start, row.end, language)
    if first[:2] != last[:2]:
        return days
    return _("%(days)s (uke %(week)s)") % {"days": days, "week": first.week}


@require_POST
def remove_school_holiday(request, key, pk):
    programme = living_programme_to_run(request.user, key)
    holiday = school_holiday_or_404(programme, pk)
    holiday_actions.remove_school_holiday(holiday=holiday, programme=programme, by=Actor(user=request.user))
    messages.success(request, _("%(name)s er fjernet.") % {"name": holiday.name})
    return redirect("school_holidays", key)
