"""Figures that an analysis of customers needs, each in one line; `show` says in words what they show.

    show(plots.tracking(table))                    repeat purchases against models, cumulative and by week
    show(plots.frequency_classes(table))           forecast and outcome by how often customers came back
    show(plots.customer_matrix(model, T=39))       P(alive) by frequency and recency
    show(plots.customer_matrix(model, T=39, t=52)) expected purchases in the next 52 units of time
    show(plots.cohort_heat_map(share))             a cohort table

Each returns a matplotlib `Figure` whose `alt` is its text alternative, with the numbers; `show(figure,
alt="…")` says something else in its place. `figure.axes` are there to be changed.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from marketing_origin.errors import CourseError
from marketing_origin.figures import use_style
from marketing_origin.inputs import column, count, numbers, positive

use_style()
UNITS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
LOOKS = ("C0-", "C2--", "C3:", "C4-.")  # told apart without colour, too


def tracking(table: pd.DataFrame) -> Figure:
    """Return repeat transactions against models, as from `clv.tracking_table`: cumulative, and week by week.

    A grey line stands at the end of the calibration. The cumulative curve flatters: it carries along the weeks
    that the model was fitted to. Raises CourseError for a table without `actual`, or with more than four
    models.
    """
    actual, models = column(table, "actual", "table"), _models(table, ("actual",))
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(5.2, 5.4), sharex=True)
    cut = table.attrs.get("calibration")
    for axes, change in ((top, np.cumsum), (bottom, np.asarray)):
        axes.plot(table.index, change(actual), color="C1", linewidth=1.5, label="actual")
        for name, look in zip(models, LOOKS, strict=False):
            axes.plot(table.index, change(table[name]), look, label=name)
        if cut is not None:
            axes.axvline(cut, color=plt.rcParams["grid.color"])
    top.set_ylabel("Cumulative")
    bottom.set(xlabel=str(table.index.name or "period").capitalize(), ylabel=f"Each {table.index.name}")
    bottom.set_ylim(0, None)
    if cut is not None:
        bottom.text(cut + 0.5, 0.04, "hold-out", transform=bottom.get_xaxis_transform())
    top.legend()
    told = [f"Repeat transactions over {len(table)} {table.index.name}s: {actual.sum():,.0f} made."]
    for name in models:
        told.append(f"{name} expects {table[name].sum():,.0f} ({table[name].sum() / actual.sum() - 1:+.1%}),")
        if cut is not None:
            later = table.index > cut
            told[-1] += (
                f" after {table.index.name} {cut:.0f} {table.loc[later, name].sum():,.0f} where "
                f"{actual[later].sum():,.0f} were made."
            )
    return _with_text(figure, " ".join(told).rstrip(","))


def frequency_classes(table: pd.DataFrame) -> Figure:
    """Return forecast and outcome by frequency, as from `clv.frequency_table`.

    Bars at the outcomes are two standard errors. Raises CourseError for a table without `actual`, or with more
    than four forecasts.
    """
    actual = column(table, "actual", "table")
    models = _models(table, ("customers", "actual", "standard_error"))
    figure, axes = plt.subplots()
    for name, look in zip(models, LOOKS, strict=False):
        axes.plot(table.index, table[name], look, label=name)
    error = 2 * table["standard_error"].fillna(0) if "standard_error" in table else None
    axes.errorbar(table.index, actual, error, fmt="oC1", label="actual")
    axes.set(xlabel="Repeat purchases in the calibration", ylabel="Purchases in the hold-out", ylim=(0, None))
    axes.legend()
    told = [
        f"{label}: {row['actual']:.2f} actual, " + ", ".join(f"{row[name]:.2f} {name}" for name in models)
        for label, row in table.iterrows()
    ]
    return _with_text(figure, f"Mean purchases in the hold-out by frequency. {'; '.join(told)}.")


def customer_matrix(model: object, *, T: float, t: float | None = None, most: int = 20) -> Figure:
    """Return P(alive) of customers won `T` ago by frequency and recency; with `t`, their expected purchases.

    Parameters
    ----------
    model : a fitted model of purchases, such as `clv.BetaGeoNBD`.
    T : time since the first purchase, above 0, in the model's unit.
    t : None for P(alive), else how far ahead purchases are expected, above 0.
    most : the highest frequency drawn, 2 or more.

    Raises CourseError for such times and frequencies, and a model that was not fitted.
    """
    age, top = positive(T, "T", single=True), count(most, "most", least=2)
    unit = UNITS.get(model.unit_, "units of time")
    often, last = np.arange(1, top + 1), np.linspace(age / 39, age, 77)
    grid = {"frequency": often[:, None], "recency": last[None, :], "T": age}
    if t is None:
        found, label, form = model.probability_alive(grid), "P(alive)", "{x:.0%}"
        levels, highest = [0.1, 0.5, 0.9], 1.0
    else:
        ahead = positive(t, "t", single=True)
        found, form = model.expected_purchases(ahead, grid), "{x:g}"
        label, highest = f"Expected purchases, next {ahead:g} {unit}", float(found.max())
        levels = [value for value in _round_levels(highest) if value < highest]
    figure, axes = plt.subplots(figsize=(5.2, 3.6))
    area = (last[0], age, 0.5, top + 0.5)
    picture = axes.imshow(found, origin="lower", aspect="auto", extent=area, vmin=0, vmax=highest)
    if found.min() < max(levels) and found.max() > min(levels):
        contours = axes.contour(last, often, found, levels=levels, colors="white", linewidths=1)
        axes.clabel(contours, fmt=lambda level: form.format(x=level), fontsize=9)
    axes.set(xlabel=f"Recency: {unit} from first purchase to last", ylabel="Frequency: repeat purchases")
    axes.set_yticks(sorted({1, *range(5, top + 1, 5)}))
    axes.grid(visible=False)
    figure.colorbar(picture, label=label, format=form)
    early, late = int(np.argmin(np.abs(last - age / 4))), len(last) - 1
    told = [
        f"{frequency} repeat purchase{'s'[: frequency > 1]}, the last after {last[at]:.0f}: "
        + (f"{found[frequency - 1, at]:.1%}" if t is None else f"{found[frequency - 1, at]:.2f}")
        for frequency in (1, top)
        for at in (early, late)
    ]
    return _with_text(
        figure, f"{label} of customers won {age:.0f} {unit} ago, by frequency and recency. {'; '.join(told)}."
    )


def cohort_heat_map(share: pd.DataFrame, *, highest: float | None = None) -> Figure:
    """Return a cohort table as a heat map, with per cents in its cells; cells of the future stay empty.

    Parameters
    ----------
    share : a row for each cohort, a column for each age or calendar period: fractions of the cohort, missing
        where nobody could have seen. Of `lifecycle.cohort_table`: ``table.div(table[0], axis=0)``.
    highest : the share with the darkest colour; None for the largest there is.

    Raises CourseError for a table that is empty or holds no fractions (a table of counts, say).
    """
    if not isinstance(share, pd.DataFrame) or not share.size:
        raise CourseError("share: a table with a row for each cohort is needed, and it must not be empty.")
    values = share.to_numpy(float)
    seen = numbers(values[~np.isnan(values)], "share")
    if not seen.size or seen.min() < 0 or seen.max() > 5:
        raise CourseError(
            "share: fractions of each cohort are needed, 0 or more. Of counts: table.div(table[0], axis=0)."
        )
    rows, ages = values.shape
    figure, axes = plt.subplots(figsize=(4.6, 1.2 + 0.25 * rows))
    top = (
        float(positive(highest, "highest", single=True)) if highest is not None else float(seen.max()) or 1.0
    )
    colours = {"cmap": "Blues", "vmin": 0, "vmax": 1.4 * top, "rasterized": True}  # black stays legible on it
    axes.pcolormesh(np.ma.masked_invalid(values), **colours)
    place = {"ha": "center", "va": "center", "fontsize": 9 if ages <= 12 else 7, "color": "black"}
    for (row, age), value in np.ndenumerate(values):
        if np.isfinite(value):
            axes.text(age + 0.5, row + 0.5, f"{100 * value:.0f}", **place)
    axes.invert_yaxis()
    axes.set_xticks(np.arange(ages) + 0.5, _labels(share.columns))
    axes.set_yticks(np.arange(rows) + 0.5, _labels(share.index))
    axes.set(
        xlabel=str(share.columns.name or "").capitalize(), ylabel=str(share.index.name or "").capitalize()
    )
    axes.set_title("Per cent of each cohort")
    axes.grid(visible=False)
    shown = [at for at in dict.fromkeys((0, 1, ages // 2, ages - 1)) if np.isfinite(values[:, at]).any()]
    told = [
        f"{share.columns.name or 'column'} {share.columns[at]}: {np.nanmin(values[:, at]):.0%} to "
        f"{np.nanmax(values[:, at]):.0%}"
        for at in shown
    ]
    empty = " Cells of the future are empty." if np.isnan(values).any() else ""
    return _with_text(figure, f"Shares of {rows} cohorts, lowest to highest. {'; '.join(told)}.{empty}")


def _models(table: pd.DataFrame, others: Sequence[str]) -> list[str]:
    """Return the columns that are forecasts."""
    names = [name for name in table if name not in others]
    if len(names) > len(LOOKS):
        raise CourseError(
            f"table: {len(names)} forecasts in one figure cannot be told apart; draw at most {len(LOOKS)}: "
            f"table.drop(columns={names[len(LOOKS) :]!r})."
        )
    return names


def _labels(index: pd.Index) -> list[str]:
    """Return a text for each entry, at most a dozen of them."""
    step = -(-len(index) // 12)
    return [str(one) if at % step == 0 else "" for at, one in enumerate(index)]


def _round_levels(highest: float) -> list[float]:
    """Return a few round numbers up to `highest` for contour lines."""
    step = 10 ** np.floor(np.log10(max(highest, 1e-9)))
    return [float(step * part) for part in (0.1, 0.25, 0.5, 1, 2, 5)]


def _with_text(figure: Figure, alt: str) -> Figure:
    """Return the figure with its text alternative."""
    figure.alt = alt
    return figure
