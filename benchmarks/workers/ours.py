"""The course's own library at work."""

from serve import END, serve

from marketing_origin import clv


def fit(model):
    def fitted(summary):
        result = model().fit(summary)
        return lambda: result.log_likelihood_

    return fitted


def summarise(log):
    return clv.customer_summary(log, "customer_id", "date", "value", end=END, unit="W", after_end="drop")


serve(
    summarise,
    {"bg_nbd": fit(clv.BetaGeoNBD), "pareto_nbd": fit(clv.ParetoNBD), "gamma_gamma": fit(clv.GammaGamma)},
)
