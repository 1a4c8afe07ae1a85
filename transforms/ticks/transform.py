"""A clock for graphs without end."""

import time
from dataclasses import dataclass
from typing import Iterator, Tuple

import apache_beam as beam
from apache_beam.transforms.periodicsequence import PeriodicImpulse
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import TimerSpec, on_timer
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Timestamp


# How often the splittable DoFn that keeps the graph alive pauses.
ALIVE_SECONDS = 3600.0


@dataclass
class Ticks(beam.PTransform):
    """An element every so many seconds of real time, without end; after an interruption it goes on from now.

    A timer that sets itself again, for Flink. What stands elsewhere for a clock, PeriodicImpulse, is a splittable
    DoFn, and for each time that one of those pauses Beam's runner for Flink registers another state and keeps it for
    ever: every few seconds, half a million of them in a month. Here it pauses once an hour, and only keeps the
    watermark from reaching the end of time, after which no timer fires. Not for a runner that has stateful steps wait
    for the watermark, as Prism does: a timer of real time holds it where it was when it was set first.

    :param seconds: between two elements.
    """

    seconds: float

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, begin):
        return (
            begin
            | "Alive" >> PeriodicImpulse(fire_interval=ALIVE_SECONDS)
            | "Key" >> beam.Map(_keyed).with_output_types(Tuple[str, float])
            | "Tick" >> beam.ParDo(_TickFn(self.seconds)).with_output_types(float)
        )


def _keyed(moment: float) -> Tuple[str, float]:
    return "", 0.0


class _TickFn(beam.DoFn):
    NEXT = TimerSpec("next", TimeDomain.REAL_TIME)

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def process(self, alive: Tuple[str, float], timer=beam.DoFn.TimerParam(NEXT)) -> None:
        timer.set(Timestamp.of(time.time()))  # instead of the one that is set already, if there is one

    @on_timer(NEXT)
    def tick(self, timer=beam.DoFn.TimerParam(NEXT)) -> Iterator[float]:
        now = time.time()
        timer.set(Timestamp.of(now + self._seconds))
        yield TimestampedValue(now, now)
