"""Set-up: what is missing is named, what is done is not done again, what was cut short heals."""

import pytest

from bin.house import environment
from bin.house.libraries import NEEDS_A_HUMAN, SERVE, TEST, Library, ensure
from bin.house.processes import Failed
from bin.house.say import Fault
from bin.house.stamps import Stamp, Step, fingerprint

PANGO = Library("libpango-1.0-0", lambda: False)
FONTS = Library("fonts-dejavu-core", lambda: False)
THERE = Library("ca-certificates", lambda: True)
WANTED = Library("libharfbuzz-subset0", lambda: False, required=False)


def not_allowed():
    return None


def test_whoever_may_not_install_is_told_exactly_what_to_install():
    with pytest.raises(Fault) as refused:
        ensure([PANGO, THERE, FONTS], again="bin/serve", allowed=not_allowed)

    assert str(refused.value) == (
        "Missing on this machine: libpango-1.0-0, fonts-dejavu-core. Install, then start bin/serve again:\n\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 fonts-dejavu-core"
    )
    assert refused.value.status == NEEDS_A_HUMAN


def test_a_library_that_is_only_wanted_stops_nobody():
    assert ensure([THERE, WANTED], again="bin/serve", allowed=not_allowed) is None


def test_the_tests_need_all_that_serving_needs_and_the_servers():
    assert set(SERVE) < set(TEST)
    assert [library.package for library in TEST if library not in SERVE] == [
        "postgresql",
        "redis-server",
        "chromium",
        "qpdf",
        "poppler-utils",
    ]


class Kitchen:
    """A step that makes one file, and may be told to stop halfway."""

    def __init__(self, folder):
        self.product = folder / "product"
        self.stamp = Stamp(folder / "stamps/.done")
        self.times = 0
        self.breaks = False

    def step(self, made_from="flour"):
        return Step("Bread", self.stamp, fingerprint(made_from), self.work, makes=(self.product,))

    def work(self):
        self.times += 1
        self.product.write_text("half")
        if self.breaks:
            raise Failed(["oven", "--hot"], 2, "gas is out")
        self.product.write_text("whole")


@pytest.fixture
def kitchen(tmp_path):
    return Kitchen(tmp_path)


def test_what_is_done_is_not_done_again(kitchen, capsys):
    kitchen.step().do()
    kitchen.step().do()

    assert kitchen.times == 1
    assert capsys.readouterr().out.count("Bread") == 1


def test_a_step_that_was_cut_short_is_done_again(kitchen):
    kitchen.breaks = True
    with pytest.raises(Fault):
        kitchen.step().do()
    kitchen.breaks = False

    kitchen.step().do()

    assert (kitchen.times, kitchen.product.read_text()) == (2, "whole")


def test_a_step_cut_short_after_a_good_one_leaves_no_stamp(kitchen):
    kitchen.step().do()
    kitchen.breaks = True
    with pytest.raises(Fault):
        kitchen.step("rye").do()

    assert not kitchen.step().is_done()


def test_new_inputs_or_a_lost_product_ask_for_the_step_again(kitchen):
    kitchen.step().do()

    assert not kitchen.step("rye").is_done()
    kitchen.product.unlink()
    assert not kitchen.step().is_done()


def test_a_fault_names_the_step_and_says_how_to_go_on(kitchen):
    kitchen.breaks = True

    with pytest.raises(Fault) as fault:
        kitchen.step().do()

    assert str(fault.value) == (
        "«Bread» is not done. «oven --hot …» failed. It ended with status 2. The last it said:\n"
        "    gas is out\n"
        "Give the command again when that is put right: it goes on from this step."
    )


def test_a_fingerprint_changes_with_content_and_name(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("same")
    other.write_text("same")
    before = fingerprint(one)

    assert fingerprint(other) != before
    assert fingerprint(tmp_path / "absent") != before
    one.write_text("new")
    assert fingerprint(one) != before


def test_compiled_modules_are_written_and_the_environment_comes_first():
    env = environment.inside({"PATH": "/usr/bin", "PYTHONDONTWRITEBYTECODE": "1"})

    assert env == {"PATH": f"{environment.VENV}/bin:/usr/bin", "VIRTUAL_ENV": str(environment.VENV)}
