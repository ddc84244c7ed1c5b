"""The report's pictures: inline SVG in the page's own colours, each told in words too."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from marketing_origin.figures import picture, use_style
from marketing_origin.report.forecast import FORECASTS
from marketing_origin.report.making import SHOWN_STATES, LifecycleReport

INK = "#010203"  # the page's own ink, see `figures`


def short(value: float, _: object = None) -> str:
    """Write a large number shortly: 1.2m."""
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def months(report: LifecycleReport) -> str:
    """Draw revenue by month, of new customers and of returning ones."""
    use_style()
    table = report.months
    figure, axes = plt.subplots(figsize=(4.7, 3.0))
    at = np.arange(len(table))
    kinds = {
        # The colours of the states' chart: new, and loyal.
        "returning": ("returning_revenue", 0, "C1"),
        "new": ("new_revenue", table["returning_revenue"], "C0"),
    }
    for label, (column, below, colour) in kinds.items():
        for bar, whole in zip(
            axes.bar(at, table[column], bottom=below, color=colour, label=label),
            table["complete"],
            strict=True,
        ):
            bar.set_alpha(1 if whole else 0.5)
    axes.yaxis.set_major_formatter(FuncFormatter(short))
    _month_ticks(axes, table.index)
    axes.set(ylabel=f"Revenue{_of(report.currency)}")
    axes.legend(ncols=2, loc="upper left", bbox_to_anchor=(0, 1.16))
    best = table["revenue"].idxmax()
    share = table["new_revenue"].sum() / max(table["revenue"].sum(), 1e-9)
    alt = (
        f"Revenue of {len(table)} months. The highest is {short(table['revenue'].max())} in {best:%B %Y}; "
        f"customers in their first month made {share:.0%} of all of it."
    )
    return picture(figure, alt)


def curves(report: LifecycleReport) -> str:
    """Draw the share of each cohort that bought in each month of age, with intervals."""
    use_style()
    table = report.curves
    figure, axes = plt.subplots(figsize=(4.7, 3.3))
    names = list(dict.fromkeys(table.index.get_level_values("cohort")))
    told = []
    for number, name in enumerate(names):
        mine = table.loc[name]
        colour, dash = f"C{number % 6}", ("-", "--", ":")[number // 2 % 3]
        axes.plot(mine.index, mine["share"], dash, marker="o", markersize=3, color=colour, label=name)
        axes.fill_between(mine.index, mine["low"], mine["high"], color=colour, alpha=0.15, linewidth=0)
        told.append(
            f"{name}: {mine['share'].iloc[0]:.0%} after one month, {mine['share'].iloc[-1]:.0%} at "
            f"{mine.index[-1]}"
        )
    axes.set(xlabel="Months since the first purchase", ylabel="Bought in that month", ylim=(0, None))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(ncols=min(3, len(names)), loc="lower left", bbox_to_anchor=(0, 1.0))
    return picture(figure, f"Share of each cohort that bought again, by month of age. {'; '.join(told)}.")


def states(report: LifecycleReport) -> str:
    """Draw the customers in each state at each month's end."""
    use_style()
    table = report.states
    figure, axes = plt.subplots(figsize=(4.7, 3.0))
    at, below = np.arange(len(table)), np.zeros(len(table))
    for number, name in enumerate(SHOWN_STATES):
        style = {"color": f"C{number}", "alpha": 1 if number < 2 else 0.75, "width": 0.9}
        axes.bar(at, table[name], bottom=below, label=name, **style)
        below = below + table[name].to_numpy()
    _month_ticks(axes, table.index)
    axes.yaxis.set_major_formatter(FuncFormatter(short))
    axes.set(ylabel="Customers")
    axes.legend(ncols=4, loc="upper left", bbox_to_anchor=(-0.14, 1.16), columnspacing=0.8, handlelength=1)
    last = table.iloc[-1]
    told = ", ".join(f"{last[name]:,} {name}" for name in SHOWN_STATES)
    return picture(
        figure, f"Customers in each state over {len(table)} months; at the end of the last one {told}."
    )


def concentration(report: LifecycleReport) -> str:
    """Draw the share of revenue of the customers who spent most."""
    use_style()
    table = report.lorenz
    figure, axes = plt.subplots(figsize=(4.4, 3.2))
    axes.plot([0, 1], [0, 1], ":", color=INK, linewidth=1, label="all spend alike")
    axes.plot(table["share_of_customers"], table["share_of_revenue"], color="C0", label="this log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set(xlabel="Customers, who spent most first", ylabel="Share of revenue", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="lower right")
    told = ", ".join(
        f"{share:.0%} of customers {row.share_of_revenue:.0%}"
        for share, row in report.concentration.iterrows()
    )
    return picture(figure, f"Share of revenue against share of customers, biggest first: {told}.")


def holdout(report: LifecycleReport) -> str:
    """Draw the forecasts of the last quarter against what came, by class of customers."""
    use_style()
    held = report.holdout
    table = held.by_class
    figure, axes = plt.subplots(figsize=(4.7, 3.2))
    at = np.arange(len(table))
    axes.bar(at, table["actual"], color="#c8c9ca", width=0.8, label="came")
    for number, (name, mark) in enumerate(zip(FORECASTS, "o^s", strict=True)):
        axes.plot(at + (number - 1) * 0.22, table[name], mark, color=f"C{number}", label=name, markersize=7)
    axes.set_xticks(at, table.index)
    axes.yaxis.set_major_formatter(FuncFormatter(short))
    axes.set(xlabel="Purchases made before", ylabel="Purchases in the last quarter")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    told = "; ".join(
        f"{name} before: {row['actual']:,.0f} came, the model said {row['model']:,.0f}"
        for name, row in table.iterrows()
    )
    return picture(figure, f"Purchases of the held-out quarter by class of customers. {told}.")


def values(report: LifecycleReport) -> str:
    """Draw the value of a customer in each state, with intervals."""
    use_style()
    table = report.values.drop(index="all").iloc[::-1]
    figure, axes = plt.subplots(figsize=(4.7, 0.8 + 0.45 * len(table)))
    at = np.arange(len(table))
    axes.hlines(at, table["low"], table["high"], color="C0", linewidth=3)
    for end in ("low", "high"):  # seen where the interval is no wider than the point
        axes.plot(table[end], at, "|", color="C0", markersize=14, markeredgewidth=2)
    axes.plot(table["value"], at, "o", color="C0", markersize=5)
    axes.set_yticks(at, table.index)
    axes.set(
        xlabel=f"Value of a customer{_of(report.currency)}", xlim=(0, None), ylim=(-0.6, len(table) - 0.4)
    )
    axes.xaxis.set_major_formatter(FuncFormatter(short))
    told = "; ".join(
        f"{name} {row['value']:,.2f}, {row['low']:,.2f} to {row['high']:,.2f}"
        for name, row in table.iloc[::-1].iterrows()
    )
    return picture(figure, f"Value of a customer by state, with interval: {told}.")


def _month_ticks(axes: plt.Axes, days: object) -> None:
    """Label months: few enough to be read on a phone."""
    every = max(1, -(-len(days) // 6))
    at = range(0, len(days), every)
    axes.set_xticks(list(at), [f"{days[place]:%b}\n{days[place]:%Y}" for place in at])
    axes.grid(axis="x", visible=False)


def _of(currency: str) -> str:
    return f", {currency}" if currency else ""
