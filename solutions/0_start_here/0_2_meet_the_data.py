"""The questions of exercise 0.2: meet the data."""

import pandas as pd

from marketing_origin import data
from marketing_origin.checks import (
    Chapter,
    but,
    explanation,
    items,
    mistake,
    mistake_when,
    number,
    series,
    table,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="A mean parcel",
    expects=number(unit="money per parcel"),
    hints=[
        "How many parcels are there? Ana's first two rows travel together.",
        "Make one row of each customer and day first, by adding the values up.",
        "Two columns at once go into `groupby([…, …])`. There is one parcel fewer than there are rows.",
    ],
    meaning="More than the mean of the rows, which is about how things were written down.",
)
def mean_of_the_parcels():
    sales = pd.DataFrame(
        {
            "customer": ["Ana", "Ana", "Ana", "Ben", "Ben", "Chen"],
            "day": [1, 1, 2, 1, 2, 2],
            "value": [10, 30, 20, 60, 100, 35],
        }
    )
    parcels = sales.groupby(["customer", "day"])["value"]
    total = parcels.sum()
    return total.mean(), [
        mistake(
            "rows", sales["value"].mean(), "That is the mean of the rows. Ana's first two are one parcel."
        ),
        mistake(
            "customers_means",
            total.groupby("customer").mean().mean(),
            "You averaged the customers' means: Chen's one parcel then weighs as much as two of Ben's.",
        ),
        mistake(
            "per_customer",
            total.groupby("customer").sum().mean(),
            "That is the mean of a *customer*: all that each has bought.",
        ),
        mistake("median", total.median(), "That is the parcel in the middle, the median."),
        mistake(
            "mean_in_the_parcel",
            parcels.mean().mean(),
            "You took the mean of the rows in each parcel. They travel together: add them up.",
        ),
        mistake(
            "per_day",
            sales.groupby("day")["value"].sum().mean(),
            "You grouped by the day alone: two people on a day are two parcels.",
        ),
        mistake("total", total.sum(), "That is all the money. Divide it by the parcels."),
        mistake("parcels", len(total), "That is the number of parcels. What do they bring on average?"),
        mistake(
            "number_of_rows", len(sales), "That is the number of rows. What does a *parcel* bring on average?"
        ),
        mistake(
            "customers",
            sales["customer"].nunique(),
            "That is the number of customers. What does a parcel bring?",
        ),
        mistake(
            "one_row_kept",
            parcels.first().mean(),
            "You kept one row of each parcel and dropped the others, and their money with them.",
        ),
        mistake(
            "last_row_kept",
            parcels.last().mean(),
            "You kept one row of each parcel, the last or the dearest, and dropped the others with their money.",
        ),
        mistake(
            "customers_row_means",
            sales.groupby("customer")["value"].mean().mean(),
            "You averaged each customer's rows, and then the customers. Make parcels first.",
        ),
        mistake("largest", total.max(), "That is the largest parcel. Asked is the mean of all."),
        mistake(
            "median_row",
            sales["value"].median(),
            "That is the row in the middle. Make parcels, and take the mean.",
        ),
        mistake(
            "median_customer",
            total.groupby("customer").sum().median(),
            "That is the customer in the middle, all her parcels together.",
        ),
        mistake(
            "nearest_ten",
            round(total.mean(), -1),
            "That is near, but rounded to tens: give the mean as it comes.",
        ),
    ]


@questions.add(
    "b",
    title="The mean of everybody",
    expects=number(unit="money per customer"),
    hints=[
        "How many customers did the merge lose, and what did they spend in all?",
        "Two groups of different size: add up the money of both, then divide by all customers.",
        "The mean of everybody lies between the two, nearer to that of the larger group. Add up the money "
        "first, then the people.",
    ],
    meaning="The merge had made the shop's customers better than they are, without a word.",
)
def mean_with_the_lost_ones():
    kept, lost, spent_kept, spent_lost = 300, 200, 90, 40
    everybody = kept + lost
    money = kept * spent_kept + lost * spent_lost
    return money / everybody, [
        mistake("kept_only", spent_kept, "That is the mean of those whom the merge has kept."),
        mistake("lost_only", spent_lost, "That is the mean of those whom the merge has lost."),
        mistake(
            "plain_mean",
            (spent_kept + spent_lost) / 2,
            "You averaged two means as if both groups were equally large.",
        ),
        mistake(
            "lost_as_zero",
            kept * spent_kept / everybody,
            "You let the lost customers spend nothing. Their e-mail is missing, not their money.",
        ),
        mistake(
            "lost_as_zero_and_counted_twice",
            kept * spent_kept / (kept + everybody),
            "You let the lost customers spend nothing, and counted 800. The 300 are among the 500.",
        ),
        mistake(
            "weights_exchanged",
            (lost * spent_kept + kept * spent_lost) / everybody,
            "You gave each group the other's number of customers.",
        ),
        mistake(
            "all_money_of_the_kept", money / kept, "You divided the money of all by those who were kept."
        ),
        mistake("total", money, "That is the money of all. Divide it by the customers."),
        mistake(
            "money_of_the_kept", kept * spent_kept, "That is the money of those whom the merge has kept."
        ),
        mistake(
            "money_of_the_lost", lost * spent_lost, "That is the money of those whom the merge has lost."
        ),
        mistake(
            "means_added",
            spent_kept + spent_lost,
            "You added two means. Add the money of both groups, then divide.",
        ),
        mistake(
            "means_subtracted",
            spent_kept - spent_lost,
            "That is by how much the two means differ. What does a customer spend on average, of all 500?",
        ),
        mistake(
            "kept_as_zero",
            lost * spent_lost / everybody,
            "You let those who were kept spend nothing. Their money belongs to the sum.",
        ),
        mistake(
            "all_money_of_the_lost", money / lost, "You divided the money of all by those who were lost."
        ),
        mistake(
            "money_of_the_kept_over_the_lost",
            kept * spent_kept / lost,
            "You divided the money of those who were kept by the number of those who were lost.",
        ),
        mistake(
            "lost_on_top",
            (everybody * spent_kept + kept * spent_lost) / (everybody + kept),
            "You took 500 and 300 for two groups. The 300 are among the 500.",
        ),
        mistake(
            "all_at_the_mean_of_the_kept",
            (everybody * spent_kept + lost * spent_lost) / (everybody + lost),
            "You counted the lost ones twice: 500 is everybody, the lost among them.",
        ),
        mistake(
            "exchanged_over_the_kept",
            (lost * spent_kept + kept * spent_lost) / kept,
            "Two things at once: each group has the other's number, and the money is divided by those who were kept.",
        ),
        mistake(
            "five_hundred_lost",
            (kept * spent_kept + everybody * spent_lost) / (kept + everybody),
            "You took 500 for the number of the lost. It is everybody: the lost are what is missing from it.",
        ),
        mistake(
            "exchanged_total",
            lost * spent_kept + kept * spent_lost,
            "Each group has the other's number of customers, and the money is not yet divided by all of them.",
        ),
    ]


@questions.add(
    "1",
    title="How many parcels?",
    expects=number(unit="parcels", rel=1e-6),
    hints=[
        "What is one row of `sample`, and what is one parcel? May one parcel have two rows?",
        "Two keys in `groupby` make one group for each pair of customer and day. Add up the value in each.",
        "`groupby([…, …])` with the two keys, then the sum of `value`, has one entry a parcel. Compare "
        "the entries with 50; `True` counts as 1.",
    ],
    meaning="Rows, parcels, insured parcels: three counts of one file. Each answers a question of its own.",
)
def how_many_parcels():
    sample = data.load("cdnow_sample")
    parcels = sample.groupby(["customer_id", "date"])["value"].sum()
    one_row_kept = sample.drop_duplicates(["customer_id", "date"])
    copies_dropped = sample.drop_duplicates()

    def count(log="cdnow_sample", by=("customer_id", "date"), free=False, rows=False):
        rows_of = data.load(log)
        value = rows_of["value"] if rows else rows_of.groupby(list(by))["value"].sum()
        return len(value) if free else (value > 50).sum()

    return (parcels > 50).sum(), [
        mistake(
            "one_row_kept",
            (one_row_kept["value"] > 50).sum(),
            "You kept one row of each parcel and dropped the others, and their money with them: add "
            "values up.",
        ),
        mistake(
            "thirty_too",
            (parcels >= 0).sum() - (parcels <= 0).sum(),
            "These are the parcels that cost something. Insured are those of more than 50 dollars.",
        ),
        mistake(
            "rows",
            len(sample),
            "These are rows. Two rows of one customer and day travel in one parcel.",
        ),
        mistake(
            "paid_rows",
            but(count, rows=True),
            "These are rows of more than 50 dollars. First make parcels of the rows, then look at "
            "their value.",
        ),
        mistake(
            "copies_dropped",
            len(copies_dropped),
            "You have dropped exact copies. Most rows that share a parcel are no copies of each other.",
        ),
        mistake(
            "paid_copies_dropped",
            (copies_dropped["value"] > 50).sum(),
            "You have dropped exact copies. Most rows that share a parcel are no copies of each other.",
        ),
        mistake(
            "all_parcels",
            but(count, free=True),
            "These are all parcels. How many of them are worth more than 50 dollars?",
        ),
        mistake(
            "customers",
            sample["customer_id"].nunique(),
            "These are customers. Somebody who orders on two days gets two parcels.",
        ),
        mistake(
            "paying_customers",
            but(count, by=("customer_id",)),
            "These are customers who spent more than 50 in all. Somebody who orders on two days gets "
            "two parcels.",
        ),
        mistake(
            "whole_file",
            but(count, log="cdnow"),
            "These are the parcels of all customers. `sample` holds one customer in ten.",
        ),
        mistake(
            "days",
            sample["date"].nunique(),
            "These are days. On one day many customers get a parcel each: group by both.",
        ),
        mistake(
            "parcels_without_copies",
            (copies_dropped.groupby(["customer_id", "date"])["value"].sum() > 50).sum(),
            "You have dropped exact copies. They may be real purchases: add the values of all rows up.",
        ),
        mistake(
            "dearest_row",
            (sample.groupby(["customer_id", "date"])["value"].max() > 50).sum(),
            "You looked at the dearest row of each parcel. The parcel's value is all its rows together.",
        ),
        mistake(
            "mean_row",
            (sample.groupby(["customer_id", "date"])["value"].mean() > 50).sum(),
            "You took the mean of the rows in each parcel. They travel together: add them up.",
        ),
        mistake(
            "rows_in_insured_parcels",
            (sample.groupby(["customer_id", "date"])["value"].transform("sum") > 50).sum(),
            "These are the *rows* that travel in insured parcels. Count each parcel once.",
        ),
        mistake(
            "customers_with_one",
            (parcels.groupby("customer_id").max() > 50).sum(),
            "These are customers with an insured parcel. Some have several: count parcels.",
        ),
        mistake(
            "dear_days",
            (sample.groupby("date")["value"].sum() > 50).sum(),
            "These are days. On one day many customers get a parcel each: group by both.",
        ),
        mistake(
            "share_insured",
            (parcels > 50).mean(),
            "This is the share of the parcels that are insured. The question asks how many.",
        ),
        mistake(
            "value_insured",
            parcels[parcels > 50].sum(),
            "These are dollars. How many parcels are worth more than 50 of them?",
        ),
        mistake(
            "mean_parcel", parcels.mean(), "This is the mean parcel. How many are worth more than 50 dollars?"
        ),
        mistake(
            "quantity_for_value",
            (sample["quantity"] > 50).sum(),
            "You compared the quantity with 50. The value decides, and a parcel's, not a row's.",
        ),
        mistake("not_insured", (parcels <= 50).sum(), "These are the parcels that are *not* insured."),
        mistake(
            "fifty_too",
            (parcels >= 50).sum(),
            "You counted the parcels of exactly 50 as well. *More* than 50 is the rule.",
        ),
        mistake(
            "whole_file_by_guess",
            10 * (parcels > 50).sum(),
            "That is ten times as many. Only the parcels of `sample` are asked for.",
        ),
        mistake(
            "discs",
            (sample.groupby(["customer_id", "date"])["quantity"].sum() > 50).sum(),
            "You counted CDs. More than 50 *dollars* was the rule: `value`.",
        ),
    ]


@questions.add(
    "2",
    title="One row for each contract",
    expects=table(keys=("contract",)),
    hints=[
        "Which column makes the groups? And which column of `telco` does each of the three new ones need?",
        'Named aggregation: `new_column=("old_column", "how")`. The mean of a column of `True` and `False` '
        "is a share.",
        '`("customer_id", "size")` counts the rows of a group. For each of the other two: which column, '
        "and which way to sum it up?",
    ],
    meaning="Three columns from three lines. The company is fictional, and contracts were chosen, not "
    "drawn by lot.",
)
def one_row_for_each_contract():
    telco = data.load("telco")
    groups = telco.groupby("contract", observed=True)

    def answer(subscribers):
        return (
            subscribers.groupby("contract", observed=True)
            .agg(
                subscribers=("customer_id", "size"),
                churn_rate=("churn", "mean"),
                median_tenure=("tenure", "median"),
            )
            .reset_index()
        )

    right = answer(telco)
    left = groups["churn"].sum().to_numpy()
    of_leavers = telco[telco["churn"]].groupby("contract", observed=True)["tenure"].median().to_numpy()
    of_stayers = telco[~telco["churn"]].groupby("contract", observed=True)["tenure"].median().to_numpy()
    return right, [
        mistake(
            "leavers_counted",
            right.assign(subscribers=left),
            "Your `subscribers` are those who left: the sum of `churn`. Count all rows of a contract.",
        ),
        mistake(
            "only_leavers",
            answer(telco[telco["churn"]]),
            "Here everybody has left: you picked the leavers before you grouped. Group all subscribers.",
        ),
        mistake(
            "blank_dropped",
            answer(telco.dropna()),
            "Subscribers without total charges are missing. They have no bill yet, and are subscribers all "
            "the same.",
        ),
        mistake(
            "counted_not_shared",
            right.assign(churn_rate=left),
            "Your `churn_rate` counts those who left. What share of the subscribers with this contract is "
            "it?",
        ),
        mistake(
            "share_of_all_leavers",
            right.assign(churn_rate=left / left.sum()),
            "Your `churn_rate` says how the leavers are spread over contracts. Asked is the share that left "
            "among those *with* a contract.",
        ),
        mistake(
            "share_of_all_subscribers",
            right.assign(churn_rate=left / len(telco)),
            "You divided by all subscribers. Divide by those with this contract.",
        ),
        mistake(
            "per_cent",
            right.assign(churn_rate=100 * right["churn_rate"]),
            "Your `churn_rate` is in per cent; the question asks for a fraction.",
        ),
        mistake(
            "mean_tenure",
            right.assign(median_tenure=groups["tenure"].mean().to_numpy()),
            "Your `median_tenure` is the mean. The median is the tenure in the middle.",
        ),
        mistake(
            "total_tenure",
            right.assign(median_tenure=groups["tenure"].sum().to_numpy()),
            "Your `median_tenure` is the sum of all tenures. The median is the tenure in the middle.",
        ),
        mistake(
            "longest_tenure",
            right.assign(median_tenure=groups["tenure"].max().to_numpy()),
            "Your `median_tenure` is the longest. The median is the tenure in the middle.",
        ),
        mistake(
            "median_of_all",
            right.assign(median_tenure=telco["tenure"].median()),
            "Your `median_tenure` is that of all subscribers together. Each contract has its own.",
        ),
        mistake(
            "churn_of_all",
            right.assign(churn_rate=telco["churn"].mean()),
            "Your `churn_rate` is that of all subscribers together. Each contract has its own.",
        ),
        mistake(
            "stayers_counted",
            right.assign(subscribers=groups.size().to_numpy() - left),
            "Your `subscribers` are those who stayed. Count all rows of a contract.",
        ),
        mistake(
            "tenure_of_leavers",
            right.assign(median_tenure=of_leavers),
            "Your median is that of those who left. The question asks for all subscribers of a contract.",
        ),
        mistake(
            "tenure_of_stayers",
            right.assign(median_tenure=of_stayers),
            "Your median leaves out those who left. The question asks for all subscribers of a contract.",
        ),
        mistake(
            "stayers_in_per_cent",
            right.assign(churn_rate=100 * (1 - right["churn_rate"])),
            "Your `churn_rate` is the share of those who stayed, and in per cent.",
        ),
    ]


@questions.add(
    "3",
    title="Sunday in the shop",
    # Closer than usual: five hours all the year round come within a thousandth of the clock's own summer.
    expects=number(unit="fraction of the sales", rel=1e-4),
    hints=[
        "Which clock is `timestamp` written by, and whose Sunday is asked for?",
        "First say which clock it is (`tz_localize`), then read it off another (`tz_convert`). A mask "
        "picks the "
        "baskets of Sunday.",
        'Two calls of `.dt` one after the other, the shop\'s time zone is `"America/New_York"`; '
        "`.dt.day_name()` tells the day. The share is one of sales, not of baskets.",
    ],
    meaning="More than an even seventh. In world time it is a little too much, because Saturday's evening "
    "is in it.",
)
def sunday_in_the_shop():
    baskets = data.load("journey_baskets")
    utc = baskets["timestamp"].dt.tz_localize("UTC")
    local = utc.dt.tz_convert("America/New_York")
    sales = baskets["sales_value"]

    days = {name: clock.dt.dayofweek.to_numpy() for name, clock in (("shop", local), ("world", utc))}

    def moved(hours):
        """Return the days of the week on a clock that is moved by the same hours all year."""
        return (baskets["timestamp"] + pd.Timedelta(hours=hours)).dt.dayofweek.to_numpy()

    days |= {str(hours): moved(hours) for hours in (5, -4, -5)}
    hour, hours = pd.factorize(baskets["timestamp"].dt.floor("h"))  # an hour is looked up once: it takes time
    there = hours.tz_localize("America/New_York", ambiguous="NaT", nonexistent="NaT")
    days["from the shop"] = there.tz_convert("UTC").dayofweek.to_numpy()[hour]
    days["chicago"] = utc.dt.tz_convert("America/Chicago").dt.dayofweek.to_numpy()
    money = sales.to_numpy()

    def share(day=6, clock="shop", money=money, others=False):
        part = money[days[clock] == day].sum() / money.sum()
        return 1 - part if others else part

    sunday = days["shop"] == 6
    return share(), [
        mistake(
            "world_time",
            but(share, clock="world"),
            "That is Sunday by world time. On that clock New York's Saturday evening is Sunday already.",
        ),
        mistake(
            "wrong_direction",
            but(share, clock="5"),
            "You moved the clock the wrong way: New York is *behind* world time. Let `tz_convert` do it.",
        ),
        *(
            mistake(
                f"always_{hours}_hours",
                but(share, clock=str(-hours)),
                "You moved the clock by the same hours all year. New York has summer time: let `tz_convert` "
                "do it.",
            )
            for hours in (4, 5)
        ),
        mistake(
            "nothing_picked",
            0.0,
            "Your mask picks no basket. `dayofweek` runs from 0, Monday, to 6; `day_name()` needs no "
            "counting.",
        ),
        mistake(
            "baskets_not_sales",
            but(share, money=money * 0 + 1),
            "That is the share of the *baskets*. The question asks for the share of the sales.",
        ),
        mistake(
            "units_not_sales",
            but(share, money=baskets["units"].to_numpy()),
            "That is the share of the *units*. The question asks for the share of the sales.",
        ),
        mistake(
            "monday",
            but(share, day=0),
            "That is Monday. `dayofweek` counts Monday as 0; `day_name()` needs no counting.",
        ),
        mistake(
            "saturday",
            but(share, day=5),
            "That is Saturday. `dayofweek` counts from Monday as 0; `day_name()` needs no counting.",
        ),
        mistake(
            "money",
            sales[sunday].sum(),
            "These are dollars. What part of all sales are they?",
        ),
        mistake(
            "other_days",
            but(share, others=True),
            "That is the share of the other six days.",
        ),
        mistake(
            "even_seventh",
            1 / 7,
            "That is what a day has if all days are alike. Count the sales of this one.",
        ),
        mistake(
            "another_place",
            but(share, clock="chicago"),
            "That is Sunday by the clock of a place further west. The shop's clock is New York's.",
        ),
        mistake(
            "tuesday",
            but(share, day=1),
            "That is Tuesday. `dayofweek` counts Monday as 0; `day_name()` needs no counting.",
        ),
        mistake(
            "weekend",
            share() + share(day=5),
            "That is Saturday and Sunday together. The question asks for Sundays.",
        ),
        mistake(
            "basket_against_basket",
            sales[sunday].mean() / sales.mean(),
            "You compared a Sunday's mean basket with the mean of all. Compare the sums.",
        ),
        mistake(
            "households_on_sundays",
            baskets.loc[sunday, "household_id"].nunique() / baskets["household_id"].nunique(),
            "That is the share of the households who ever came on a Sunday. Add up sales.",
        ),
        mistake(
            "mean_basket",
            sales[sunday].mean(),
            "That is the mean basket of a Sunday. Add the sales up and divide by all sales.",
        ),
        mistake(
            "taken_for_the_shops",
            but(share, clock="from the shop"),
            "You took `timestamp` for New York's clock and turned it to world time. It *is* world time: turn it back.",
        ),
    ]


@questions.add(
    "4",
    title="Whom do we know?",
    expects=series(by="group", unit="dollars per household"),
    hints=[
        "What is one row of `baskets`, and what is one row of `people`? Make them the same before you merge.",
        'Sum the sales by household first. A merge with `how="left"` keeps households that are not in '
        "`people`.",
        "`indicator=True` adds a column `_merge` that tells where each row was found: group by it. The "
        "mean of everybody needs no merge.",
    ],
    meaning="The households with an age are the good customers. What holds for them need not hold for the "
    "chain.",
)
def whom_do_we_know():
    baskets, people = data.load("journey_baskets"), data.load("journey_demographics")
    spent = baskets.groupby("household_id")["sales_value"].sum()
    known = spent.index.isin(people["household_id"])
    right = pd.Series({"all": spent.mean(), "known": spent[known].mean(), "unknown": spent[~known].mean()})
    basket = baskets.set_index("household_id")["sales_value"]

    def groups(of=spent, how="mean", swapped=False, over=1):
        known = of.index.isin(people["household_id"])
        parts = [of.agg(how) / over, of[known].agg(how) / over, of[~known].agg(how) / over]
        return dict(zip(("all", "unknown", "known") if swapped else right.index, parts, strict=True))

    return right, [
        mistake(
            "per_basket",
            but(groups, of=basket),
            "These are dollars per basket. Add up each household's baskets first.",
        ),
        mistake(
            "lost_in_the_merge",
            {**right, "all": right["known"]},
            "Your `all` are the known ones: the merge has dropped the other households.",
        ),
        mistake(
            "totals",
            but(groups, how="sum"),
            "These are totals. What does one household spend?",
        ),
        mistake(
            "divided_by_all",
            {
                "all": spent.mean(),
                "known": spent[known].sum() / len(spent),
                "unknown": spent[~known].sum() / len(spent),
            },
            "You divided each group's sales by *all* households. Divide by those of the group.",
        ),
        mistake(
            "medians",
            but(groups, how="median"),
            "These are medians. The question asks for means.",
        ),
        mistake("counts", but(groups, how="count"), "These are numbers of households. What does one spend?"),
        mistake(
            "mean_basket_of_a_household",
            but(groups, of=baskets.groupby("household_id")["sales_value"].mean()),
            "You took the mean basket of each household. Add up what it spent in the year.",
        ),
        mistake(
            "turned_round",
            but(groups, swapped=True),
            "Known and unknown have changed places: which value of `_merge` is which?",
        ),
        *(
            mistake(
                f"per_{name}",
                but(groups, over=over),
                f"These are dollars per household and {name}. The question asks for the year.",
            )
            for name, over in (("month", 12), ("week", 52))
        ),
        mistake(
            "means_subtracted",
            {**right, "unknown": right["all"] - right["known"]},
            "Means cannot be taken from one another. Take the mean over the households that are not in "
            "`people`.",
        ),
        mistake(
            "means_added",
            {**right, "all": right["known"] + right["unknown"]},
            "Your `all` is the sum of two means. Take the mean over all households.",
        ),
        mistake(
            "unknown_as_zero",
            {**right, "unknown": 0.0},
            "Your `unknown` spend nothing. Their age is missing, not their money: they have baskets.",
        ),
        mistake(
            "over_people",
            but(groups, how="sum", over=len(people)),
            "You divided each group's sales by the households of `people`. Divide by those of the group.",
        ),
        mistake(
            "baskets_per_household",
            {
                name: found.count() / households
                for name, found, households in (
                    ("all", basket, len(spent)),
                    ("known", basket[basket.index.isin(people["household_id"])], known.sum()),
                    ("unknown", basket[~basket.index.isin(people["household_id"])], (~known).sum()),
                )
            },
            "These are baskets per household. The question asks for dollars.",
        ),
        mistake(
            "mean_of_the_two",
            {**right, "all": (right["known"] + right["unknown"]) / 2},
            "Your `all` is half-way between the two groups. They are not of the same size.",
        ),
        mistake(
            "every_household_of_the_study",
            {**right, "all": spent.sum() / 2500},
            "For `all` you divided by a round 2,500. How many households have bought?",
        ),
        mistake(
            "spreads", but(groups, how="std"), "These are standard deviations. The question asks for means."
        ),
        mistake(
            "shares_of_households",
            {"all": 1.0, "known": len(people) / 2500, "unknown": 1 - len(people) / 2500},
            "These are shares of the households. What does one of them spend?",
        ),
        mistake(
            "units",
            but(groups, of=baskets.groupby("household_id")["units"].sum()),
            "These are units, pieces bought. The question asks for money: `sales_value`.",
        ),
    ]


@questions.add(
    "5",
    title="A code that turns a finding round",
    expects=series(by="deposit", unit="days"),
    hints=[
        "What does −1 mean in `pdays`? How many rows have it?",
        "A client who was never called has no number of days. Leave these rows out; do not put another "
        "number "
        "in their place.",
        "A mask with `!=` leaves rows out. The means come after it, one for each value of `deposit`.",
    ],
    meaning="The difference has turned round: buyers had been called more recently. −1 was never a day.",
)
def code_that_turns_a_finding_round():
    bank = data.load("bank")
    called = bank[bank["pdays"] != -1]

    def by_deposit(days=called["pdays"], how="mean", swapped=False, over=1):
        found = days.groupby(bank["deposit"]).agg(how) / over
        return {False: found[True], True: found[False]} if swapped else found

    right = by_deposit()
    return right, [
        mistake(
            "code_counted",
            but(by_deposit, days=bank["pdays"]),
            "You have done what the report did: −1 is in the mean as if it were a day.",
        ),
        mistake(
            "zero_instead",
            but(by_deposit, days=bank["pdays"].replace(-1, 0)),
            "You wrote 0 for −1. Now people who were never called count as called today.",
        ),
        mistake(
            "absolute_value",
            but(by_deposit, days=bank["pdays"].abs()),
            "You took away the minus sign. Now people who were never called count as called yesterday.",
        ),
        mistake(
            "medians",
            but(by_deposit, how="median"),
            "These are medians. The question asks for means.",
        ),
        mistake(
            "turned_round",
            but(by_deposit, swapped=True),
            "Buyers and the others have changed places.",
        ),
        mistake(
            "counts",
            but(by_deposit, how="size"),
            "These are numbers of clients. The question asks for their mean of `pdays`.",
        ),
        *(
            mistake(
                f"{outcome}_only",
                but(by_deposit, days=called.loc[called["poutcome"] == outcome, "pdays"]),
                f"You kept only those whose earlier campaign ended in {outcome}. Everybody who was called counts.",
            )
            for outcome in ("success", "failure")
        ),
        mistake(
            "success_or_failure_only",
            but(by_deposit, days=called.loc[called["poutcome"].isin(["success", "failure"]), "pdays"]),
            "You left those out whose earlier campaign ended in something other than success or failure. Everybody "
            "who was called counts.",
        ),
        mistake(
            "without_success",
            but(by_deposit, days=called.loc[called["poutcome"] != "success", "pdays"]),
            "You left those out who bought in an earlier campaign. Everybody who was called counts.",
        ),
        mistake(
            "number_of_calls",
            but(by_deposit, days=called["previous"]),
            "These are calls of earlier campaigns, `previous`. The question asks for days, `pdays`.",
        ),
        mistake(
            "seconds",
            but(by_deposit, days=called["duration"]),
            "These are seconds of the last call, `duration`. The question asks for days, `pdays`.",
        ),
        mistake(
            "medians_with_the_code",
            but(by_deposit, days=bank["pdays"], how="median"),
            "These are medians, and −1 is in them: most clients were never called.",
        ),
        mistake(
            "largest", but(by_deposit, how="max"), "These are the longest waits. The question asks for means."
        ),
        mistake("sums", but(by_deposit, how="sum"), "These are sums of days. The question asks for means."),
        mistake(
            "one_day_added",
            but(by_deposit, days=bank["pdays"] + 1),
            "You added a day to all, so that −1 becomes 0. Those who were never called have no number of days at all.",
        ),
        mistake(
            "never_called_kept",
            but(by_deposit, days=bank.loc[bank["pdays"] == -1, "pdays"]),
            "You kept those who were *never* called. Keep the others.",
        ),
        mistake("weeks", but(by_deposit, over=7), "These are weeks. The question asks for days."),
        mistake(
            "both_together",
            called["pdays"].mean(),
            "That is the mean of both together. The question asks for one value for buyers and one for "
            "the rest.",
        ),
    ]


@questions.add(
    "6",
    title="What the list may use",
    expects=items(),
    hints=[
        "Imagine the evening before the first call. Which of these could you write down for a client?",
        "Some columns look back at *earlier* campaigns. Others come about during the campaign that has "
        "not begun.",
        "Three of the eight are not known tonight. Ask of each column: would it be filled in if this "
        "campaign called nobody?",
    ],
    meaning="A list may use only what is known when it is made. The best-looking column is often the one "
    "that is not.",
)
def what_the_list_may_use():
    about, before = ["age", "balance", "housing"], ["poutcome", "previous"]
    return about + before, [
        mistake_when(
            "outcome_used",
            lambda read: "deposit" in read,
            "One of your columns says what will come of the calls. That is what the list is to find out.",
        ),
        mistake_when(
            "duration_used",
            lambda read: "duration" in read,
            "One of your columns is measured during the call. The list is made before it.",
        ),
        mistake_when(
            "calls_of_this_campaign_used",
            lambda read: "campaign" in read,
            "One of your columns counts the calls of *this* campaign, to the last one. Tonight none has "
            "been made.",
        ),
        mistake(
            "earlier_campaigns_left_out",
            about,
            "You left out what came of earlier campaigns. They are over: the bank knows how they went.",
        ),
        mistake(
            "only_earlier_campaigns",
            before,
            "These are known. But does the bank know nothing about the client herself?",
        ),
        mistake(
            "empty", [], "The bank knows something of each client tonight. Which columns are about herself?"
        ),
        mistake_when(
            "client_left_out",
            lambda read: set(before) <= set(read) and not set(about) <= set(read),
            "A column about the client herself is missing. What of her age, her balance and her house loan is not "
            "known tonight?",
        ),
        mistake_when(
            "client_alone_and_not_all",
            lambda read: bool(read) and set(read) < set(about),
            "These are known, and more is: all that is about the client herself, and what is over by now.",
        ),
        mistake_when(
            "one_of_two_left_out",
            lambda read: ("poutcome" in read) != ("previous" in read),
            "Of two columns about earlier campaigns you use one. Is the other not known tonight?",
        ),
        mistake_when(
            "not_in_the_list",
            lambda read: "pdays" in read,
            "One of your columns is not in the list of eight. Choose among those.",
        ),
    ]


@questions.add(
    "7",
    title="Which file can answer?",
    expects=series(by="question"),
    hints=[
        "For each set: who is in it, and since when? Whose beginning does it know?",
        "“New” needs a first day that is in the file. “Leaves” needs people who are still in the file after "
        "they have left.",
        "The set that stays over knows everybody for one month only.",
    ],
    meaning="Who is in the file, since when, and who cannot be in it: that decides before any computing.",
)
def which_file_can_answer():
    right = {"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
    return right, [
        mistake_when(
            "cross_section",
            lambda read: read["first months"] == "telco",
            "For the first months: one month's picture shows who left in that month. Those who joined "
            "with them and left earlier are in no row.",
        ),
        mistake_when(
            "left_truncated",
            lambda read: read["second order"] == "journey",
            "For the second order: most of these households were customers before the file begins. Which of "
            "their orders is the first?",
        ),
        mistake_when(
            "payments_for_orders",
            lambda read: read["second order"] == "club",
            "For the second order: members pay every month; they do not order. Look for a shop that knows "
            "first orders.",
        ),
        mistake_when(
            "orders_for_membership",
            lambda read: read["first months"] == "cdnow",
            "For the first months: in that shop nobody joins and nobody is seen to leave. People stay "
            "away in silence.",
        ),
        mistake_when(
            "no_membership",
            lambda read: read["first months"] in ("bank", "journey"),
            "For the first months: in that set nobody joins, and nobody is seen to leave. Look for members.",
        ),
        mistake_when(
            "no_orders",
            lambda read: read["second order"] in ("bank", "telco"),
            "For the second order: nobody orders anything in that set. Look for a shop that knows first "
            "orders.",
        ),
        mistake_when(
            "coupons_elsewhere",
            lambda read: read["coupons"] != "journey",
            "For the coupons: in which set do households get coupons, and the day of use is written down?",
        ),
        mistake_when(
            "calls_elsewhere",
            lambda read: read["calls"] != "bank",
            "For the calls: only one of the five sets has anybody telephoning.",
        ),
    ]


@questions.add(
    "8",
    title="Stop the press",
    expects=explanation(
        sides={
            "a": "the card has failed: orders fell",
            "b": "the card has worked: without the first orders there is no fall",
            "c": "the file does not show what the card did, one way or the other",
            "d": "the data are bad: throw the file away",
        },
        points=(
            "Says that part of the fall is how the file was made: first orders end in March, because later "
            "members are not in it.",
            "Separates first from repeat orders, and follows repeat orders per member (by month since "
            "joining).",
            "Says that the file cannot tell how the shops are doing: members who joined later, and other "
            "customers, are missing.",
            "Says that the file cannot tell what the card changed: nobody knows what these people would have "
            "bought without it.",
            "Names what would be needed: all orders for the first, people with and without the card by lot "
            "for the second.",
            "Thinks of the season: garden shops in March and in October.",
        ),
    ),
    hints=[
        "Who is in the file, and what can none of them do after March?",
        "Two questions are mixed in the letter: how the shops do, and what the card does. Take them one "
        "by one.",
        "For each of the two: what would you have to see that is not in this file?",
    ],
)
def stop_the_press():
    return "c", [
        mistake(
            "fall_of_the_file",
            "a",
            "Who in this file could still place a first order in October? A part of the fall is "
            "how the file was made, and would be there whatever the card does. And a garden shop "
            "in October is no garden shop in March.",
        ),
        mistake(
            "no_comparison",
            "b",
            "Leaving the first orders out mends half of it. What people with a card buy is not "
            "what the card changed: what would the same people have bought without it?",
        ),
        mistake(
            "good_data_for_another_question",
            "d",
            "They are good data, for another question. What can be computed from them all the "
            "same, and what would you need for the rest?",
        ),
    ]
