"""Boosted trees (Friedman 2001, https://doi.org/10.1214/aos/1013203451) by scikit-learn, as transforms/cleaning/trees.py reads them."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

Node = "tuple[int, int, float, int, int, float]"


def boosted(
    rows: np.ndarray, labels: np.ndarray, weights: "np.ndarray | None" = None, **settings: float
) -> "tuple[float, list[Node]]":
    """What is added to the trees' values, and their nodes, as `write_trees` takes them.

    :param rows: (examples, features).
    :param settings: scikit-learn's, of HistGradientBoostingClassifier.
    """
    model = HistGradientBoostingClassifier(**settings, early_stopping=False, random_state=0)
    model.fit(rows, labels, sample_weight=weights)
    nodes: "list[Node]" = []
    for number, [tree] in enumerate(model._predictors):  # scikit-learn has no public way to them
        first = len(nodes)
        for index, node in enumerate(tree.nodes, first):
            if node["is_leaf"]:
                nodes.append((number, 0, 0.0, index, index, float(node["value"])))
            else:
                left, right = first + int(node["left"]), first + int(node["right"])
                nodes.append((number, int(node["feature_idx"]), float(node["num_threshold"]), left, right, 0.0))
    return float(model._baseline_prediction[0, 0]), nodes
