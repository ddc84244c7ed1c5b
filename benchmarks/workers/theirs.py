"""lifetimes at work, with the settings it comes with. Runs in an environment of its own."""

import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data
from serve import END, serve


def bg_nbd(summary):
    model = BetaGeoFitter().fit(summary["frequency"], summary["recency"], summary["T"])
    # Reported as a mean per customer.
    return lambda: -model._negative_log_likelihood_ * len(summary) + rescaled(model, summary)


def pareto_nbd(summary):
    model = ParetoNBDFitter().fit(summary["frequency"], summary["recency"], summary["T"])
    return lambda: -model._negative_log_likelihood_ + rescaled(model, summary)


def gamma_gamma(summary):
    model = GammaGammaFitter().fit(summary["frequency"], summary["monetary_value"])
    return lambda: -model._negative_log_likelihood_ * len(summary)


def rescaled(model, summary):
    """What the likelihood gains by time being counted in weeks again: a density for each repeat purchase."""
    return summary["frequency"].sum() * np.log(model._scale)


def summarise(log):
    return summary_data_from_transaction_data(
        log, "customer_id", "date", "value", observation_period_end=END, freq="D", freq_multiplier=7
    )


serve(summarise, {"bg_nbd": bg_nbd, "pareto_nbd": pareto_nbd, "gamma_gamma": gamma_gamma})
