import pytest

from explorer.errors import BadOption
from explorer.neighbors.metrics import METRICS, metric_of


def test_the_metrics_are_offered_in_a_fixed_order_with_the_names_of_the_field():
    assert [metric.label for metric in METRICS.values()] == ["Cosine", "L2", "L1", "Dot"]
    assert list(METRICS) == [metric.key for metric in METRICS.values()]


def test_similarities_and_distances_are_never_mixed():
    for metric in METRICS.values():
        assert metric.is_similarity != metric.quantity.endswith("distance")


def test_an_unknown_metric_is_told_with_the_ones_there_are():
    with pytest.raises(BadOption, match=r"“hamming”; choose one of cosine, l2, l1, dot"):
        metric_of("hamming")
