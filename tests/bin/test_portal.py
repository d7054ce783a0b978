"""What bin/serve refuses before anything slow, and what it starts the portal with."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from bin.house import portal
from bin.house.say import ROOT, Fault


def serve(data_dir, **env):
    return subprocess.run(
        [sys.executable, ROOT / "bin/serve"],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **env},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.fixture
def taken_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_gives_one_sentence_and_the_remedy(taken_port, tmp_path):
    ended = serve(tmp_path, PORT=str(taken_port))

    another = taken_port + 1 if taken_port < 65535 else taken_port - 1
    assert ended.stderr.strip() == (
        f"Port {taken_port} cannot be used (Address already in use). Start on another one: PORT={another} bin/serve"
    )
    assert (ended.returncode, ended.stdout) == (1, "")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "８０００"])
def test_a_bad_port_gives_one_sentence(port, tmp_path):
    ended = serve(tmp_path, PORT=port)

    assert ended.stderr.strip() == (
        f"PORT is «{port}», but must be a number from 1 to 65535, for example PORT=8001 bin/serve."
    )
    assert ended.returncode == 1


def test_a_data_dir_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()

    ended = serve(tmp_path / "file")

    assert "something that is no folder lies there" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_second_start_in_the_same_folder_is_refused(tmp_path):
    with portal.hold(tmp_path, "http://localhost:8000"):
        ended = serve(tmp_path, PORT="8001")

    assert f"The portal already runs in {tmp_path} (http://localhost:8000, process {os.getpid()})." in ended.stderr
    assert ended.returncode == 1


def test_a_start_waits_for_the_guard_of_one_that_was_killed(tmp_path, capsys):
    earlier = portal.hold(tmp_path, "http://localhost:8000")
    (tmp_path / "serve.lock").write_text("http://localhost:8000, process 999999999\n")
    Timer(0.3, earlier.close).start()

    with portal.hold(tmp_path, "http://localhost:8001") as lock:
        lock.seek(0)
        assert lock.read() == f"http://localhost:8001, process {os.getpid()}\n"
    assert "An earlier start was killed" in capsys.readouterr().out


def test_a_lock_is_free_again_when_its_holder_has_ended(tmp_path):
    portal.hold(tmp_path, "http://localhost:8000").close()

    with portal.hold(tmp_path, "http://localhost:8000") as lock:
        assert not lock.closed


def test_without_a_word_it_is_a_demo_on_this_machine():
    assert portal.environment({}, port=8123, data_dir=Path("/data")) == {
        "DEMO": "1",
        "SITE_URL": "http://localhost:8123",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PORT": "8123",
        "DATA_DIR": "/data",
    }


def test_what_the_caller_says_stands():
    env = portal.environment({"SITE_URL": "http://portal.test:8000"}, port=8000, data_dir=Path("/data"))

    assert env["SITE_URL"] == "http://portal.test:8000"


def test_a_real_site_gets_no_setting_that_its_owner_did_not_give():
    env = portal.environment({"DEMO": "0"}, port=8000, data_dir=Path("/data"))

    assert env == {"DEMO": "0", "PORT": "8000", "DATA_DIR": "/data"}


def test_an_unknown_host_is_refused():
    with pytest.raises(Fault, match="which is no address of this machine"):
        portal.refuse_taken("nowhere.invalid", 8000)


def test_every_setting_is_known_and_documented():
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", (ROOT / "absolutt/settings.py").read_text()))

    assert read == set(portal.SETTINGS)
    for name in read:
        assert re.search(rf"^#?{name}=", (ROOT / ".env.example").read_text(), re.MULTILINE), name
        assert f"`{name}`" in (ROOT / "docs/operations.md").read_text(), name
