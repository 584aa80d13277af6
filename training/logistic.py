"""Logistic regression whose weights keep their sign, folds that never part a group, and how well probabilities hold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROUNDS = 4_000
FOLDS = 5
BINS = 10


def fitted(columns: Floats, labels: Floats, weight: Floats, *, free: npt.NDArray[np.bool_], penalty: Floats) -> Floats:
    """The weights of ``columns`` in the log-odds of ``labels``, shape (columns,).

    ``weight`` is what each row counts; those that are not ``free`` are kept from falling below 0; ``penalty`` is on the squares of the
    weights of columns scaled to a deviation of one. By accelerated projected gradient.
    """
    weight = weight / weight.sum()
    scale = np.maximum(columns.std(axis=0), 1e-9)
    scale[columns.std(axis=0) == 0] = 1.0
    scaled = columns / scale
    step = 4 / (float(np.linalg.norm(scaled * np.sqrt(weight)[:, None], 2)) ** 2 + 4 * float(penalty.max()))
    found = ahead = np.zeros(scaled.shape[1])
    speed = 1.0
    for _ in range(ROUNDS):
        gradient = scaled.T @ (weight * (logistic(scaled @ ahead) - labels)) + penalty * ahead
        following = ahead - step * gradient
        following = np.where(free, following, np.maximum(0.0, following))
        faster = (1 + np.sqrt(1 + 4 * speed**2)) / 2
        ahead = following + (speed - 1) / faster * (following - found)
        found, speed = following, faster
    return np.asarray(found / scale)


def logistic(score: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -50, 50))))


def folds_of(groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """The fold of each row, 0 to 4: the same for the same group, by its hash."""
    return np.array([int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS for group in groups])


def area(above: Floats, below: Floats) -> float:
    """Chance that one of the first scores above one of the second; ties count half."""
    return float(np.mean((above[:, None] > below) + 0.5 * (above[:, None] == below)))


def calibration(chances: Floats, labels: Floats, weight: Floats) -> list[tuple[float, float, float]]:
    """For each of ten equal bins of probability: the mean probability, the share that came true, and the bin's share of the weight."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    rows = []
    for number in range(BINS):
        inside = bins == number
        total = float(weight[inside].sum())
        if total > 0:
            rows.append(
                (
                    float((chances[inside] * weight[inside]).sum() / total),
                    float((labels[inside] * weight[inside]).sum() / total),
                    total / float(weight.sum()),
                )
            )
    return rows


def calibration_error(chances: Floats, labels: Floats, weight: Floats) -> float:
    """The expected calibration error: the mean distance of the bins' probability from the share that came true."""
    return sum(abs(mean - share) * part for mean, share, part in calibration(chances, labels, weight))
