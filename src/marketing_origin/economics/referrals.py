"""Word of mouth in numbers: customers who win customers, what that is worth, and how to measure it."""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from marketing_origin.economics.costs import as_month
from marketing_origin.errors import CourseError
from marketing_origin.fitting.roots import root
from marketing_origin.inputs import column, confidence, count, like, numbers, positive, rate

Numbers = float | np.ndarray | pd.Series


def total_progeny(k: Numbers, *, generations: int | None = None) -> Numbers:
    """Return the expected number of customers in a family: the first one and all who descend from her.

    Each customer brings k others on average, each of these k others again, and so on (a branching process):
    1 + k + k² + … = 1 / (1 - k). Only the mean of the number brought matters here, not how it varies.

    Parameters
    ----------
    k : customers that a customer brings on average, over as long as k was counted; 0 or more.
    generations : how many generations after the first customer are counted; None for all.

    Returns a float, an array, or a Series with the index of k.

    Raises CourseError for a negative k, and for k of 1 or more without `generations`: the sum has no limit.

    Source: Watson, H. W. & Galton, F. (1875), "On the probability of the extinction of families", Journal of
    the Anthropological Institute 4, 138-144 (the process; from memory).
    """
    wrap = like(k)
    return wrap(_generations(_referrals(k, generations), generations))


def total_progeny_distribution(probabilities: object, most: int) -> pd.Series:
    """Return the probability of each size of a family: 1 customer (nobody was brought), 2, 3 and so on.

    With G the generating function of the number that one customer brings, that of the whole family, T, obeys
    T(s) = s G(T(s)): a family is its first customer and a family for each one brought. Put in term by term,
    that equation gives every size from the smaller ones.

    Parameters
    ----------
    probabilities : of bringing 0, 1, 2, … customers; they add up to 1. The same for everybody, one
        customer's number independent of another's.
    most : the largest size that is returned.

    Returns a Series indexed by `customers`, 1 to `most`. What it lacks of 1 belongs to larger families (and
    to endless ones, where the mean number brought is above 1).

    Raises CourseError for probabilities that are negative or do not add up to 1.

    Source: Watson & Galton (1875), as for `total_progeny`; Good, I. J. (1949), "The number of individuals in
    a cascade process", Mathematical Proceedings of the Cambridge Philosophical Society 45(3), 360-363 (the
    equation for the total; both from memory).
    """
    chances = _distribution(probabilities)
    most = count(most, "most", least=1)
    sizes = np.zeros(most + 1)  # the coefficients of T(s); each round makes one more of them right
    for _ in range(most):
        power, composed = np.eye(1, most + 1)[0], np.zeros(most + 1)
        for chance in chances[: most + 1]:
            composed += chance * power
            power = np.convolve(power, sizes)[: most + 1]
        sizes = np.append(0.0, composed[:-1])
    return pd.Series(sizes[1:], pd.RangeIndex(1, most + 1, name="customers"), name="probability")


def extinction_probability(probabilities: object) -> float:
    """Return the probability that a family ends: that some generation brings nobody any more.

    It is the smallest q from 0 to 1 with q = G(q), G being the generating function of the number that one
    customer brings: the family ends when the family of each one brought ends. 1 where the mean is at most 1
    (unless everybody brings exactly one).

    Parameters and errors as for `total_progeny_distribution`. Source: Watson & Galton (1875), as there.
    """
    chances = _distribution(probabilities)
    # G(q) - q = (q - 1)(tails(q) - 1), where tails(q), the sum of P(more than i) q^i, rises from 1 - p0 to
    # the mean: it takes the value 1 once.
    tails = 1 - np.cumsum(chances)[:-1]

    def above(q: float) -> float:
        return np.polyval(tails[::-1], q) - 1

    if above(1.0) <= 0:  # asked as it is computed: a mean of 1 but for rounding would leave nothing to find
        return float(chances[0] > 0)
    return root(above, 0.0, 1.0, xtol=1e-14)


def value_with_referrals(
    value: Numbers,
    k: Numbers,
    *,
    referral_cost: Numbers = 0.0,
    delay: Numbers = 0.0,
    discount_rate: Numbers = 0.0,
    generations: int | None = None,
) -> Numbers:
    """Return what a customer is worth together with all who descend from her.

    With d = (1 + discount_rate) to the power -delay, what a friend is worth on the day when the first
    customer joins, the total is value + k d (total - cost) = (value - k d cost) / (1 - k d). Without delay
    and cost: value / (1 - k).

    Parameters
    ----------
    value : customer lifetime value of one customer on the day of joining, referrals not counted in it; the
        same for all generations.
    k : as for `total_progeny`.
    referral_cost : paid for each customer brought, on the day when that one joins.
    delay : periods from joining until the friends join.
    discount_rate : per period, the unit of `delay`; a fraction.
    generations : as for `total_progeny`.

    Returns a float, an array, or a Series. The horizon is that of `value` and `k`: with both of three years
    it is three years *each*, for every generation.

    Raises CourseError as `total_progeny`, also where discounting alone would keep the sum finite: with k of 1
    or more the number of customers has no limit, and no town has that many.

    Source: Kumar, V., Petersen, J. A. & Leone, R. P. (2007), "How valuable is word of mouth?", Harvard
    Business Review 85(10), 139-146, value a customer's referrals beside her own purchases (abstract seen);
    the closed form is the geometric series of the branching process.
    """
    wrap = like(value, k, referral_cost, delay, discount_rate)
    step = _referrals(k, generations) * _discount(delay, discount_rate)
    sums = _generations(step, generations)
    return wrap(
        numbers(value, "value") * sums - positive(referral_cost, "referral_cost", zero=True) * (sums - 1)
    )


def referrals_needed(
    multiple: Numbers,
    *,
    value: Numbers = 1.0,
    referral_cost: Numbers = 0.0,
    delay: Numbers = 0.0,
    discount_rate: Numbers = 0.0,
) -> Numbers:
    """Return the k at which a customer with all her descendants is worth `multiple` times herself.

    The inverse of `value_with_referrals`. Without delay and cost: 1 - 1 / multiple.

    Parameters
    ----------
    multiple : total value divided by `value`; 1 or more, the customer herself counted.
    value, referral_cost, delay, discount_rate : as for `value_with_referrals`.

    Raises CourseError for a multiple below 1, a value of 0 or less, and a referral cost that is no less than
    multiple times the value: then no number of referrals reaches it.
    """
    wrap = like(multiple, value, referral_cost, delay, discount_rate)
    wanted, one = numbers(multiple, "multiple"), positive(value, "value")
    if np.min(wanted, initial=np.inf) < 1:
        raise CourseError(
            f"multiple={np.min(wanted):g}: must be 1 or more; it counts the customer herself. Write "
            f"{1 + np.min(wanted):g} for referrals worth {np.min(wanted):g} times her value."
        )
    cost = positive(referral_cost, "referral_cost", zero=True)
    if np.any(cost >= wanted * one):
        raise CourseError(
            f"referral_cost={np.max(cost):g}: a referred customer costs no less than she and her own "
            f"referrals would be worth; no k reaches that multiple. It must be below multiple × value."
        )
    return wrap((wanted - 1) * one / (wanted * one - cost) / _discount(delay, discount_rate))


def blended_acquisition_cost(
    paid_cost: Numbers, referred_share: Numbers, *, referral_cost: Numbers = 0.0
) -> Numbers:
    """Return the average cost of a new customer where a share of them is referred (blended CAC).

    paid_cost x (1 - referred_share) + referral_cost x referred_share. If every customer brings k others and
    all generations have come, the referred share of new customers is k: of 1 / (1 - k) customers in a family
    one was paid for.

    Parameters
    ----------
    paid_cost : average cost of a customer won through paid channels, in money.
    referred_share : of all new customers, a fraction.
    referral_cost : average cost of a referred customer: rewards, and what the programme costs to run.

    Raises CourseError for negative costs and a share that is no fraction.

    Source: the identity; Farris, P. W., Bendle, N. T., Pfeifer, P. E. & Reibstein, D. J. (2010), Marketing
    Metrics, 2nd ed., on average acquisition cost (from memory).
    """
    wrap = like(paid_cost, referred_share, referral_cost)
    share = rate(referred_share, "referred_share", one=True)
    paid = positive(paid_cost, "paid_cost", zero=True)
    return wrap(paid * (1 - share) + positive(referral_cost, "referral_cost", zero=True) * share)


def referred_share_needed(
    reduction: Numbers, paid_cost: Numbers = 1.0, *, referral_cost: Numbers = 0.0
) -> Numbers:
    """Return the share of referred customers at which the blended cost lies `reduction` below the paid one.

    The inverse of `blended_acquisition_cost`: reduction x paid_cost / (paid_cost - referral_cost). Where
    referrals are free it is the reduction itself.

    Parameters
    ----------
    reduction : 1 - blended / paid, a fraction: 0.27 for 27 % less.
    paid_cost, referral_cost : as for `blended_acquisition_cost`.

    Raises CourseError where even all customers being referred would not lower the cost by so much.
    """
    wrap = like(reduction, paid_cost, referral_cost)
    wanted, paid = rate(reduction, "reduction"), positive(paid_cost, "paid_cost")
    saved = 1 - positive(referral_cost, "referral_cost", zero=True) / paid
    if np.any(wanted > saved):
        raise CourseError(
            f"reduction={np.max(wanted):g}: with every customer referred the cost would be lower by "
            f"{max(np.min(saved), 0):g}, and not more. Lower referral_cost, or ask for less."
        )
    return wrap(np.divide(wanted, saved, out=np.zeros(np.broadcast(wanted, saved).shape), where=wanted > 0))


def mean_cumulative_referrals(
    customers: pd.DataFrame,
    *,
    end: str | pd.Timestamp,
    customer: str = "member_id",
    joined: str = "join_month",
    referred_by: str = "referred_by",
    of: pd.Series | None = None,
    discount_rate: float = 0.0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return how many customers a customer has brought by each age, corrected for those seen only briefly.

    Who joined last month has had a month to bring somebody; counting her like the others makes k too low. So
    each month of age is averaged over the customers whose month of that age lies before the end of the data,
    whether or not they are still customers, and the averages are added up. That is the mean cumulative
    function. It says nothing of ages beyond the oldest: k *by 36 months* is measured, k for ever is not.

    Parameters
    ----------
    customers : a row a customer; `referred_by` holds the id of who brought her, or is missing.
    end : the last month of the data, "2024-12". Later joiners are refused.
    customer, joined, referred_by : names of the columns. The age of a referral is counted in months, from the
        referrer's joining to the friend's.
    of : which customers to count as referrers, a mask with the index of `customers`; None for all.
    discount_rate : per month: referrals at age a count (1 + discount_rate) to the power -a. 0 counts heads.
    level : of the interval, 0.95 for 95 %.

    Returns a frame indexed by `age` (months: 0 for the month of joining): `customers` seen at that age,
    `referrals` at that age by them, `mean` their ratio, `k` the sum of the means up to and including that
    age, and `low`, `high` its interval (large sample; one customer's referrals may depend on each other,
    different customers' not).

    Raises CourseError for missing columns, ids that occur twice, referrers who are not among the customers,
    friends who joined before who brought them, and joiners after `end`.

    Of 300 samples of 400 customers, simulated (`benchmarks/coverage.py`), the 95 % interval of `k` by 24 months
    held the truth in 95 %.

    Source: Nelson, W. (1988), "Graphical analysis of system repair data", Journal of Quality Technology
    20(1), 24-35 (the function); Lawless, J. F. & Nadeau, C. (1995), "Some simple robust methods for the
    analysis of recurrent events", Technometrics 37(2), 158-168 (the variance; both from memory).
    """
    months, friends = _ages(customers, as_month(end, "end"), customer, joined, referred_by)
    if of is not None:
        like(customers, of)  # refuses a mask with another index
        counted = np.asarray(of)
        if counted.dtype != bool or counted.shape != (len(months),):
            raise CourseError(
                f"of: a mask is needed, True or False for each of the {len(months):,} customers, such as "
                f"customers[{referred_by!r}].isna()."
            )
        months, friends = months[counted], friends[friends["referrer"].isin(months.index[counted])]
    if months.empty:
        raise CourseError("customers: nobody is left whose referrals could be counted.")
    discount = 1 + rate(discount_rate, "discount_rate", single=True)
    age = pd.RangeIndex(months.max() + 1, name="age")
    seen = (months.to_numpy()[:, None] >= age.to_numpy()).sum(axis=0, dtype="int64")
    events = friends["age"].value_counts().reindex(age, fill_value=0)
    weight = discount ** -age.to_numpy(float)
    mean = weight * events.to_numpy() / seen
    error = _standard_error(months, friends, weight / seen, mean / seen)
    table = pd.DataFrame(
        {"customers": seen, "referrals": events.astype("int64"), "mean": mean, "k": mean.cumsum()}, age
    )
    half = ndtri((1 + confidence(level)) / 2) * error
    return table.assign(low=table["k"] - half, high=table["k"] + half)


def _ages(
    customers: pd.DataFrame, end: pd.Period, customer: str, joined: str, referred_by: str
) -> tuple[pd.Series, pd.DataFrame]:
    """Return for each customer the age at the end, and for each referral its referrer and the age then."""
    who, brought_by = column(customers, customer, "customer"), column(customers, referred_by, "referred_by")
    when = column(customers, joined, "joined")
    if not pd.api.types.is_datetime64_any_dtype(when.dtype) or when.isna().any():
        raise CourseError(
            f"joined: column {joined!r} must hold a date in every row. `pd.to_datetime` makes dates of text; "
            f"leave out rows without one: customers[customers[{joined!r}].notna()]."
        )
    if who.isna().any():
        raise CourseError(f"customer: {who.isna().sum():,} rows have no id in {customer!r}; give each one.")
    if who.duplicated().any():
        twice = who[who.duplicated()].iloc[0]
        raise CourseError(
            f"customer: {twice} occurs twice in {customer!r}; a row a customer is needed: "
            f"customers.drop_duplicates({customer!r})."
        )
    month = pd.Series(12 * when.dt.year.to_numpy() + when.dt.month.to_numpy(), who, dtype="int64")
    last = 12 * end.year + end.month
    if (month > last).any():
        raise CourseError(
            f"end: {(month > last).sum():,} customers joined after {end}; leave them out: "
            f"customers[customers[{joined!r}] < '{end + 1}']."
        )
    known = brought_by.notna().to_numpy()
    referrer = pd.Index(brought_by[known])
    if (strange := ~referrer.isin(who)).any():
        raise CourseError(
            f"referred_by: {strange.sum():,} referrers, the first {referrer[strange][0]}, are not among "
            "the customers. Add their rows: without their month of joining the age of a referral is unknown."
        )
    age = month.to_numpy()[known] - month.loc[referrer].to_numpy()
    if (age < 0).any():
        raise CourseError(
            f"referred_by: {(age < 0).sum():,} customers joined before who brought them; check the two "
            "columns."
        )
    return last - month, pd.DataFrame({"referrer": referrer, "age": age})


def _standard_error(
    months: pd.Series, friends: pd.DataFrame, credit: np.ndarray, expected: np.ndarray
) -> np.ndarray:
    """Return the standard error of the cumulated means, from each customer's own departure from them."""
    departure = np.zeros((len(months), len(credit)))
    row = months.index.get_indexer(friends["referrer"])
    np.add.at(departure, (row, friends["age"].to_numpy()), credit[friends["age"].to_numpy()])
    departure -= np.where(months.to_numpy()[:, None] >= np.arange(len(credit)), expected, 0.0)
    return np.sqrt((departure.cumsum(axis=1) ** 2).sum(axis=0))


def _referrals(k: Numbers, generations: int | None) -> np.ndarray:
    """Return k as floats; refuse what gives an endless number of customers."""
    found = positive(k, "k", zero=True)
    largest = np.max(found, initial=0.0)
    if generations is None and largest >= 1:
        raise CourseError(
            f"k={largest:g}: each customer would bring one other or more, and so would these: the number of "
            "customers, and their value, has no limit. Count a few generations only, generations=3, or ask "
            "how long k can last."
        )
    return found


def _generations(step: np.ndarray, generations: int | None) -> np.ndarray:
    """Return 1 + step + step² + …, to the power `generations` or without end."""
    if generations is None:
        return 1 / (1 - step)
    return sum(step**power for power in range(count(generations, "generations") + 1))


def _discount(delay: Numbers, discount_rate: Numbers) -> np.ndarray:
    """Return what money is worth today that comes after the delay."""
    return (1 + rate(discount_rate, "discount_rate")) ** -positive(delay, "delay", zero=True)


def _distribution(probabilities: object) -> np.ndarray:
    """Return the probabilities of bringing 0, 1, 2, … as floats, checked to add up to 1."""
    found = np.atleast_1d(positive(probabilities, "probabilities", zero=True))
    if not np.isclose(found.sum(), 1, atol=1e-9):
        raise CourseError(
            f"probabilities: they add up to {found.sum():g}, not 1; divide them by their sum if they are "
            "counts."
        )
    return found
