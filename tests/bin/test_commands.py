"""bin/test's arguments, and the lock files of bin/check and bin/lock."""

import pytest

from bin.house.checks import addresses
from bin.house.locking import without_addresses
from bin.house.testing import environment, spread


@pytest.mark.parametrize(
    ("arguments", "processes"),
    [
        ([], ["-n", "2"]),
        (["tests"], ["-n", "2"]),
        (["-x"], ["-n", "2"]),
        (["tests/bin/test_commands.py"], ["-n", "0"]),
        (["tests/bin/test_commands.py::test_nothing"], ["-n", "0"]),
        (["tests/bin/test_commands.py", "tests/bin/test_portal.py"], ["-n", "2"]),
        (["-k", "deadline"], ["-n", "0"]),
        (["--pdb"], ["-n", "0"]),
        (["-n4"], []),
        (["-n", "auto", "-k", "deadline"], []),
        (["-p", "no:xdist"], []),
    ],
)
def test_the_suite_is_spread_and_a_single_test_is_not(arguments, processes):
    assert spread(arguments) == processes


def test_the_tests_inherit_no_setting_of_the_caller(tmp_path):
    env = environment({"PATH": "/usr/bin", "DEBUG": "1"}, tmp_path, redis="redis://127.0.0.1:1/0", postgres="")

    assert "DEBUG" not in env
    assert env["DATABASE_URL"] == f"sqlite:///{tmp_path}/test.sqlite3"
    assert (env["REDIS_URL"], env["TEST_REDIS_URL"], env["TEST_POSTGRES_URL"]) == ("redis://127.0.0.1:1/0", "", "")


def test_on_postgresql_the_browser_tests_are_told_both_servers(tmp_path):
    address = "postgres://absolutt@127.0.0.1:2/absolutt"

    env = environment({}, tmp_path, redis="redis://127.0.0.1:1/0", postgres=address)

    assert env["DATABASE_URL"] == env["TEST_POSTGRES_URL"] == address
    assert env["TEST_REDIS_URL"] == "redis://127.0.0.1:1/0"


def test_an_address_in_a_lock_file_is_found_with_its_line():
    text = "one==1.0 \\\n    --hash=sha256:00\ntwo @ https://example.no/two\n"

    assert addresses("requirements.txt", text) == ["requirements.txt:3: two @ https://example.no/two"]


def test_npms_lock_file_keeps_versions_and_hashes_only():
    kept = {"version": "1.0", "integrity": "sha512-0"}
    package = kept | {"resolved": "https://example.no/x", "funding": {"url": "https://example.no"}}

    assert without_addresses({"packages": {"x": package}, "tags": [1]}) == {"packages": {"x": kept}, "tags": [1]}
