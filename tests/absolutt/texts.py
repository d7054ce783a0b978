"""A round with readers of both norms, and the pages of its texts, for the tests of those pages."""

from tests import factories


def url(programme, rest=""):
    return f"/program/{programme.key}/tekster/{rest}" if programme else f"/rammeverk/tekster/{rest}"


def page(client, address, **data):
    return " ".join(client.get(address, data).content.decode().replace("\u00a0", " ").split())


def with_readers(programme):
    """The round with one reader of bokmål and two of nynorsk."""
    for name, norm in (("Ringsaker", "nb"), ("Vågå", "nn"), ("Lom", "nn")):
        organisation = factories.OrganisationFactory(name=name, written_norm=norm)
        factories.ParticipationFactory(programme=programme, organisation=organisation)
    return programme
