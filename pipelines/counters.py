"""newslake's counters, out of a finished pipeline."""

from apache_beam.metrics import MetricsFilter
from apache_beam.runners.runner import PipelineResult

from transforms.transform import NAMESPACE


def counters_of(result: PipelineResult) -> "dict[str, int]":
    """newslake's counters by name, added up over the steps that count under the same name."""
    found = result.metrics().query(MetricsFilter().with_namespace(NAMESPACE))["counters"]
    counters: "dict[str, int]" = {}
    for counter in found:
        name = counter.key.metric.name
        # Attempted values stand in where a runner reports no committed ones.
        value = counter.committed if counter.committed is not None else counter.attempted
        counters[name] = counters.get(name, 0) + (value or 0)
    return counters
