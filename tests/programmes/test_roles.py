from programmes import roles
from programmes.words import Words


def test_a_role_is_called_by_the_documents_own_words_with_a_small_letter():
    assert roles.title("mayor", Words("Ordfører"), is_county=False) == Words("ordfører", "ordførar")
    assert roles.title("youth_rep", Words("en representant for barn og unge"), is_county=False).nb == (
        "representant for barn og unge"
    )


def test_a_role_that_the_catalogue_does_not_know_keeps_its_words_in_both_norms():
    assert roles.title("", Words("PPT-kontakt", "PPT-kontakt"), is_county=False) == Words("PPT-kontakt", "PPT-kontakt")


def test_nynorsk_from_the_document_goes_before_the_catalogues():
    assert roles.title("principal", Words("rektor", "rektor ved skulen"), is_county=False).nn == "rektor ved skulen"


def test_a_county_municipality_has_its_own_words():
    assert roles.title("municipal_director", Words("rådmann"), is_county=True).nb == "fylkeskommunedirektør"


def test_everything_that_is_recognised_is_known_in_both_norms():
    for beginning, key in roles.CATALOGUE:
        known = roles.KNOWN[key]
        assert roles.recognise(beginning) == (key, known.level)
        assert known.name.nb and known.name.nn


def test_nobody_is_asked_to_say_that_a_role_of_her_own_is_a_unions():
    assert roles.Level.UNION not in roles.FREE_LEVELS
