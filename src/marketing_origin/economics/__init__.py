"""What customers cost, what keeping them brings, and how to split a budget between the two.

Costs (`economics.costs`). A cost table has a row a month and channel and a column for each component; a table
of customers has a row each with the month of joining and the channel (`club_costs` and `club_members`)::

    customer_acquisition_cost(costs, customers, *, start, end, promotion, by="channel",
                              components=COMPONENTS, month="month", joined="join_month")
                                                 frame: new_customers, each component per new customer, cac;
                                                 promotion="cost" or "taken off revenue", never both
    payback_period(acquisition_cost, margin, *, first_margin, retention_rate=1.0, discount_rate=0.0)
                                                 how many margins pay the cost back; inf: never

Keeping (`economics.keeping`)::

    leaky_bucket(won, retention_rate, *, start=0, periods=None, rng=None)
                                                 frame by period: customers_before, lost, won, customers
    steady_state(won, retention_rate)            customers at which as many leave as are won
    retention_gain(retention_rate, points=0.05, *, definition, margin=1.0, discount_rate=None,
                   acquisition_cost=0.0, fixed_cost_share=0.0, profits=None)
                                                 relative change of whatever `definition` names
    DEFINITIONS                                  the definitions, each in words
    CREDIT_CARD                                  a customer of 1990 for retention_gain(…, **CREDIT_CARD)

Budgets (`economics.budget`)::

    ResponseCurve(ceiling, k, floor=0.0)         floor + (ceiling - floor)(1 - exp(-k spend))
        .from_point(spend, response, ceiling, floor=0.0)   .for_people(number)
        .response(spend)  .marginal_response(spend)  .average_cost(spend)  .marginal_cost(spend)
        .spend_where(marginal_cost)
    split_budget(curves, values, budget=None)    the best split of one period's money between any activities
    blattberg_deighton(acquisition, retention, margin, discount_rate, budget=None)
                                                 the best spending per prospect and per customer and period

The two of budgets return the optimum with its certificates: `.spend`, `.marginal_cost`, …, and
`.certificate`, a Series of what proves it (residuals of the first-order conditions, curvature, the best
point of a grid).

Word of mouth (`economics.referrals`); k: customers that one customer brings::

    total_progeny(k, *, generations=None)        customers in a family, the first one counted: 1 / (1 - k)
    total_progeny_distribution(probabilities, most)   probability of each size of a family
    extinction_probability(probabilities)        probability that a family ends
    value_with_referrals(value, k, *, referral_cost=0.0, delay=0.0, discount_rate=0.0, generations=None)
                                                 value of a customer and all who descend from her
    referrals_needed(multiple, *, value=1.0, referral_cost=0.0, delay=0.0, discount_rate=0.0)
                                                 the k that makes that multiple of her own value
    blended_acquisition_cost(paid_cost, referred_share, *, referral_cost=0.0)   average over paid and referred
    referred_share_needed(reduction, paid_cost=1.0, *, referral_cost=0.0)       its inverse
    mean_cumulative_referrals(customers, *, end, customer="member_id", joined="join_month",
                              referred_by="referred_by", of=None, discount_rate=0.0, level=0.95)
                                                 frame by age: customers, referrals, mean, k, low, high

Stages (`economics.stages`)::

    stage_returns(curves, spend, margin, discount_rate)
                                                 frame by stage (acquire, engage, retain): spend, rate,
                                                 elasticity, one_per_cent (its cost), next_return
    FIRMS                                        three made-up firms for stage_returns(**FIRMS["café"])
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "budget": (
            "BlattbergDeighton",
            "ResponseCurve",
            "Split",
            "blattberg_deighton",
            "split_budget",
        ),
        "costs": (
            "COMPONENTS",
            "customer_acquisition_cost",
            "payback_period",
        ),
        "keeping": (
            "CREDIT_CARD",
            "DEFINITIONS",
            "leaky_bucket",
            "retention_gain",
            "steady_state",
        ),
        "referrals": (
            "blended_acquisition_cost",
            "extinction_probability",
            "mean_cumulative_referrals",
            "referrals_needed",
            "referred_share_needed",
            "total_progeny",
            "total_progeny_distribution",
            "value_with_referrals",
        ),
        "stages": (
            "FIRMS",
            "stage_returns",
        ),
    },
)
__all__ = __dir__()
