from django import template

from absolutt.pages.workbench import ways

register = template.Library()


@register.inclusion_tag("pages/_workbench.html", takes_context=True)
def workbench(context, programme):
    """The links between an adviser's pages of a programme; stands last in the title band."""
    match = context["request"].resolver_match
    part = match.kwargs.get("part") if match else None
    here = part.home if part else match.url_name if match else ""
    return {"programme": programme, "ways": ways(programme, here)}
