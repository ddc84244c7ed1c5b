"""Experiments: whether a difference between two rates is more than chance, and how many people it takes.

An arm is a pair ``(successes, trials)``; a rate is a fraction. Where formulas differ, name the one wanted::

    proportion_interval(successes, trials, *, method, level=0.95)      method: "wilson", "wald", "exact"
    difference_interval(control, treatment, *, method, level=0.95)     method: "newcombe", "wald"
    two_proportion_test(control, treatment, *, variance)               variance: "pooled", "unpooled"
    sample_size(control_rate, treatment_rate, *, formula, power=0.8, alpha=0.05, ratio=1)   people per arm
    power(control_rate, treatment_rate, n, *, formula, alpha=0.05, ratio=1)  for a power curve: arrays broadcast
    detectable_difference(control_rate, n, *, formula, power=0.8, alpha=0.05)
                                                 formula: "pooled", "unpooled", "baseline", "arcsine", "rule_of_16"
    adjust_p_values(p_values, *, method)         method: "holm", "benjamini-hochberg", "bonferroni"
    simulate_peeking(rate, n_per_look, looks, *, repeats, rng, lift=0.0, alpha=0.05)
                                                 frame by look: n, significant_now, significant_so_far
    uplift_curve(score, treated, outcome, *, rng, cells=None, depths=10, draws=400, level=0.95)
                                                 frame by depth of a list: gain, by_lot, over_lot, with intervals

All tests are two-sided and large-sample: with a handful of successes take "wilson", "newcombe" or "exact".
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "two_arms": (
            "FORMULAS",
            "Comparison",
            "Interval",
            "adjust_p_values",
            "detectable_difference",
            "difference_interval",
            "power",
            "proportion_interval",
            "sample_size",
            "simulate_peeking",
            "two_proportion_test",
        ),
        "uplift": ("uplift_curve",),
    },
)
__all__ = __dir__()
