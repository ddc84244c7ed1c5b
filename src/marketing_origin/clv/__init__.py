"""Customer lifetime value: by formula, and from what customers did.

By formula (`clv.formula`). Every rate is a fraction per period; `first_margin` must be said: ``"now"`` (the
first margin is earned today, certain), ``"period_end"`` (at the end of the first period, certain) or
``"if_retained"`` (a period from now, if the customer stays). Numbers, arrays and Series in, the same out::

    customer_lifetime_value(margin, retention_rate, discount_rate, *, first_margin,
                            periods=None, growth_rate=0.0, acquisition_cost=0.0)
    margin_multiple(retention_rate, discount_rate, *, first_margin, periods=None, growth_rate=0.0)
    value_of_profile(profits, retention_rate, discount_rate, *, first_margin, last_repeats,
                     acquisition_cost=0.0)
    required_retention_rate(target_value, margin, discount_rate, *, first_margin,
                            periods=None, growth_rate=0.0, acquisition_cost=0.0)
    sensitivities(*, retention_rate, frequency, average_order_value, cost_to_serve, discount_rate,
                  first_margin, gross_margin_rate=1.0, change=0.1, periods=None, growth_rate=0.0,
                  acquisition_cost=0.0)                frame for a tornado chart
    rate_per_period(yearly_rate, periods)              0.15 a year, 52 weeks: 0.0027

From a log to customers (`clv.summary`)::

    customer_summary(log, customer, date, value=None, *, end, unit="W", after_end="raise")
                                                       frame: frequency, recency, T, monetary_value
    net_refunds(log, customer, date, value, *, order=None)      refunds taken off their orders
    holdout_summary(log, customer, date, value=None, *, end, holdout_end, unit="W", after_end="raise")
                                                       adds holdout_T, holdout_frequency, holdout_value

Models, scikit-learn's way: `BetaGeoNBD`, `ModifiedBetaGeoNBD` (in which the first purchase can be the last),
`ParetoNBD` and, where nobody leaves, `NBD` (when customers buy); `GammaGamma` (their spend)::

    model = BetaGeoNBD().fit(summary, weights=None)    or BetaGeoNBD.from_params(r=…, alpha=…, a=…, b=…)
    model.params_, .log_likelihood_, .standard_errors_, .covariance_, .n_customers_
    model.confidence_intervals(level=0.95)             frame: lower, upper
    model.bootstrap(summary, n, rng, failed="raise")   frame: a row of parameters for each refit
    model.expected_purchases(t, summary)               in the next t units of time after T
    model.expected_purchases_new_customer(t)
    model.probability_alive(summary)
    model.probability_of_purchases(x, t, summary)      exactly x in the next t units of time after T
    model.probability_of_any_purchase(t, summary)      at least one
    model.probability_of_purchases_new_customer(x, t)
    model.discounted_expected_purchases(summary, *, discount_rate, horizon=None)
    model.customer_lifetime_value(summary, spend, *, discount_rate, horizon=None, margin_rate=1.0)
                                                       spend: a fitted GammaGamma; residual value from T on
    model.simulate(T, rng, *, holdout=0.0)             frame: frequency, recency, T, alive, holdout_frequency
    model.simulate_future(t, summary, rng, draws=1)    purchases of these very customers: draws x customers
    GammaGamma().fit(summary).expected_spend(summary)
    GammaGamma().fit(summary).simulate(frequency, rng)
    BetaGeoBetaBinomial().fit(summary)                 who can buy on given occasions only: frequency, recency, T
                                                       counted in occasions; expected_purchases, …
    independence_check(summary, *, level=0.95)         does spend depend on frequency? correlation, low, high, …

Forecast and outcome side by side, to be drawn with `plots` (`clv.tracking`)::

    tracking_table(log, customer, date, models, *, end, holdout_end, unit="W")         frame by week
    frequency_table(summary, forecasts, *, most=7)     frame by frequency: customers, actual, …

Predictions also take one customer as summary: ``{"frequency": 2, "recency": 30.43, "T": 38.86}``. A fit that
finds no maximum raises `ConvergenceError`; it and all other mistakes are a `CourseError`.
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "bg_bb": ("BetaGeoBetaBinomial",),
        "bg_nbd": ("BetaGeoNBD", "ModifiedBetaGeoNBD"),
        "formula": (
            "customer_lifetime_value",
            "margin_multiple",
            "rate_per_period",
            "required_retention_rate",
            "sensitivities",
            "value_of_profile",
        ),
        "gamma_gamma": ("GammaGamma", "independence_check"),
        "nbd": ("NBD",),
        "pareto_nbd": ("ParetoNBD",),
        "refunds": ("net_refunds",),
        "summary": (
            "customer_summary",
            "holdout_summary",
        ),
        "tracking": ("frequency_table", "tracking_table"),
        "marketing_origin.fitting.likelihood": ("ConvergenceError",),
    },
)
__all__ = __dir__()
