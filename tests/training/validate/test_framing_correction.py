"""Corrected shares find the truth behind a judge's errors, with intervals that hold it as often as they say."""

import numpy as np
import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from training.validate.confusion import UNSURE, Confusion, confusion_from, confusion_of
from training.validate.correction import check_confusion, corrected_shares, estimate, projected, wilson

# Rows of truth; the first judge errs as the one of the method that this project starts from did.
SEED_JUDGE = np.array([[0.50, 0.35, 0.15], [0.21, 0.49, 0.30], [0.05, 0.08, 0.87]])


def confusion(rates, pictures=249):
    counts = np.rint(np.asarray(rates) * pictures).astype(np.int64)
    return Confusion(counts=np.column_stack([counts, np.zeros(3, dtype=np.int64)]))


def simulated(rng, truth, rates, pictures):
    """Answers of a judge with known errors to pictures whose classes are `truth`, as shares."""
    classes = rng.choice(3, pictures, p=truth)
    return np.array([rng.choice(3, p=rates[place]) for place in classes])


def test_the_projection_is_the_nearest_point_of_the_simplex():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(40, 3))
    found = projected(points)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (found >= 0).all()
    others = rng.dirichlet(np.ones(3), 4000)
    for point, nearest in zip(points, found, strict=True):
        assert np.linalg.norm(point - nearest) <= np.linalg.norm(others - point, axis=1).min() + 1e-12


def test_points_of_the_simplex_stay_and_far_ones_go_to_a_corner():
    np.testing.assert_allclose(projected(np.array([0.2, 0.5, 0.3])), [0.2, 0.5, 0.3])
    np.testing.assert_allclose(projected(np.array([3.0, 0.1, -2.0])), [1, 0, 0])


def test_the_truth_is_found_behind_a_bad_judge():
    rng = np.random.default_rng(1)
    truth = np.array([0.1, 0.8, 0.1])
    answers = simulated(rng, truth, SEED_JUDGE, 20_000)
    raw = float((answers == 1).mean())
    found = estimate(answers, "<ms_trg>", confusion(SEED_JUDGE, 20_000), seed=0)
    assert raw < 0.47  # what the method that this project starts from would have called its accuracy
    assert found.raw == pytest.approx(raw)
    assert found.corrected == pytest.approx(0.8, abs=0.03)
    np.testing.assert_allclose(found.shares, truth, atol=0.03)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(2)
    truth, rates = np.array([0.7, 0.2, 0.1]), np.array([[0.9, 0.08, 0.02], [0.1, 0.8, 0.1], [0.03, 0.07, 0.9]])
    held = 0
    for run in range(200):
        seen = np.stack([rng.multinomial(249, row) for row in rates])
        calibration = Confusion(counts=np.column_stack([seen, np.zeros(3, dtype=np.int64)]))
        found = estimate(simulated(rng, truth, rates, 249), "<cu_trg>", calibration, seed=run, resamples=400)
        held += found.interval[0] <= 0.7 <= found.interval[1]
    assert 0.90 <= held / 200 <= 1.0


def test_calibration_on_few_pictures_widens_the_interval():
    answers = [0] * 80 + [1] * 85 + [2] * 84
    widths = [
        np.diff(estimate(answers, "<cu_trg>", confusion(SEED_JUDGE, pictures), seed=0).interval)[0]
        for pictures in (40, 400, 4000)
    ]
    assert widths[0] > widths[1] > widths[2]


def test_a_judge_without_error_leaves_the_shares_as_they_are():
    found = estimate([2] * 200 + [1] * 49, "<fs_trg>", confusion(np.eye(3)), seed=0)
    assert found.corrected == pytest.approx(found.raw) == pytest.approx(200 / 249)
    assert found.answers == (0, 49, 200, 0)


def test_nothing_is_certain_where_all_answers_are_right():
    found = estimate([0] * 249, "<cu_trg>", confusion(np.eye(3)), seed=0)
    assert found.corrected == 1.0
    assert 0.97 < found.interval[0] < 1.0
    assert found.interval[1] == 1.0
    assert wilson(249, 249) == pytest.approx((0.9848, 1.0), abs=1e-3)


def test_answers_that_no_mixture_explains_are_told():
    judge = confusion(SEED_JUDGE)
    well = estimate([0] * 80 + [1] * 85 + [2] * 84, "<cu_trg>", judge, seed=0)
    badly = estimate([0] * 200 + [1] * 49, "<cu_trg>", judge, seed=0)
    assert well.unexplained == pytest.approx(0, abs=1e-9)
    # not even close-ups alone make this judge say close-up more than half the time
    assert badly.corrected == 1.0
    assert badly.unexplained == pytest.approx(200 / 249 - 0.5, abs=0.01)


def test_the_seed_settles_the_interval():
    answers = [0] * 150 + [1] * 99
    first, again, other = (estimate(answers, "<cu_trg>", confusion(SEED_JUDGE), seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first.interval != other.interval


def test_answers_that_are_missing_say_something_of_the_truth():
    rates = np.array([[0.6, 0.0, 0.0, 0.4], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    found = corrected_shares(np.array([0.3, 0.3, 0.2, 0.2]), rates)
    np.testing.assert_allclose(found, [0.5, 0.3, 0.2])
    calibration = Confusion(counts=np.rint(rates * 1000).astype(np.int64))
    answers = [0] * 300 + [1] * 300 + [2] * 200 + [UNSURE] * 200
    estimated = estimate(answers, "<cu_trg>", calibration, seed=0)
    assert estimated.raw == pytest.approx(0.3)
    assert estimated.corrected == pytest.approx(0.5)
    assert estimated.interval[0] < 0.5 < estimated.interval[1]


def test_a_judge_that_tells_two_sizes_not_apart_is_refused():
    diagnostics = Diagnostics()
    assert not check_confusion(confusion([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]), "coin", diagnostics)
    (found,) = diagnostics
    assert found.code == "S2B842"
    assert found.message == "the confusion of the judge `coin` cannot be inverted, expected at most 50"
    assert found.hint == "it tells some sizes not apart: nothing can be corrected by it"


def test_a_judge_that_was_not_measured_on_a_size_is_refused():
    diagnostics = Diagnostics()
    assert not check_confusion(confusion_of([0, 1], [0, 1]), "framing", diagnostics)
    (found,) = diagnostics
    assert found.message == "the judge `framing` was measured on no picture of `<fs_trg>` (full)"


def test_a_useful_judge_is_taken():
    diagnostics = Diagnostics()
    assert check_confusion(confusion(SEED_JUDGE), "framing", diagnostics)
    assert not len(diagnostics)


def test_confusions_count_by_truth_and_weigh_sizes_alike():
    found = confusion_of([0, 0, 0, 0, 1, 2, 2], [0, 0, 1, UNSURE, 1, 2, 0])
    assert found.counts.tolist() == [[2, 1, 0, 1], [0, 1, 0, 0], [1, 0, 1, 0]]
    assert found.totals.tolist() == [4, 1, 2]
    assert found.accuracy == pytest.approx((0.5 + 1 + 0.5) / 3)
    again = confusion_from(found.as_json())
    assert again is not None
    assert (again.counts == found.counts).all()


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"classes": list(TOKENS), "counts": [[1]]}, {"classes": ["a"], "counts": [[1] * 3] * 3},
     {"classes": list(TOKENS), "counts": [[-1, 0, 0]] * 3}, {"classes": list(TOKENS), "counts": "x"}],
)  # fmt: skip
def test_what_is_no_confusion_is_not_taken_for_one(data):
    assert confusion_from(data) is None
