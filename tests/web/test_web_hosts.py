"""One request at a time per host, and some time between two."""

import subprocess
import sys
import threading

import pytest

from transforms.web import hosts
from transforms.web.hosts import Hosts


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: "list[float]" = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(tmp_path, clock):
    return Hosts(tmp_path, clock.time, clock.sleep)


def visit(queue, clock, name="courier.example", delay=0.0, takes=0.0):
    with queue.turn(name, delay):
        clock.now += takes


def test_the_first_request_to_a_host_waits_for_nothing(queue, clock):
    visit(queue, clock, delay=10)
    assert clock.slept == []


def test_the_next_waits_from_the_end_of_the_last(queue, clock):
    visit(queue, clock, takes=5)
    clock.now += 3
    visit(queue, clock, delay=10)
    assert clock.slept == [pytest.approx(7)]


@pytest.mark.parametrize("passes, delay", [(10, 10), (60, 10), (0, 0)])
def test_a_request_that_comes_late_enough_waits_for_nothing(queue, clock, passes, delay):
    visit(queue, clock)
    clock.now += passes
    visit(queue, clock, delay=delay)
    assert clock.slept == []


def test_other_hosts_do_not_count(queue, clock):
    visit(queue, clock, "courier.example")
    visit(queue, clock, "herald.example", delay=10)
    assert clock.slept == []


def test_a_clock_that_was_put_back_costs_one_delay_at_most(queue, clock):
    visit(queue, clock)
    clock.now -= 86_400
    visit(queue, clock, delay=10)
    assert clock.slept == [10]


def test_a_request_that_failed_counts_and_lets_the_next_in(queue, clock):
    with pytest.raises(RuntimeError), queue.turn("courier.example"):
        raise RuntimeError
    visit(queue, clock, delay=10)
    assert clock.slept == [pytest.approx(10)]


def test_processes_wait_for_each_other(tmp_path):
    program = (
        "import sys; from pathlib import Path; from transforms.web.hosts import Hosts\n"
        "with Hosts(Path(sys.argv[1])).turn('courier.example'): print('in', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "in\n"
    entered = threading.Event()

    def enter():
        with Hosts(tmp_path).turn("courier.example"):
            entered.set()

    thread = threading.Thread(target=enter)
    thread.start()
    assert not entered.wait(0.2)
    other.kill()  # a process that dies keeps nobody waiting
    other.communicate()
    assert entered.wait(20)
    thread.join()


def test_the_folder_is_not_one_that_others_can_write_to(tmp_path, monkeypatch):
    monkeypatch.setattr(hosts.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(hosts.tempfile, "tempdir", str(tmp_path))
    own = hosts._own_folder()
    assert hosts._own_folder() == own
    own.chmod(0o777)
    assert hosts._own_folder() != own
