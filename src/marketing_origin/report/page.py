"""The report as one HTML file: no script, no other host; readable on a phone, in the dark and on paper."""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from math import exp
from pathlib import Path

import pandas as pd

from marketing_origin.clv import NBD
from marketing_origin.course_files import title_of
from marketing_origin.palette import SERIES_DARK, SERIES_LIGHT
from marketing_origin.report import charts
from marketing_origin.report.forecast import FORECASTS
from marketing_origin.report.making import LifecycleReport

STYLE = Path(__file__).with_name("page.css")
#: The chapters that teach what the report shows, by number: where each stands on the course's site.
CHAPTERS = {
    "1.2": "1_marketing_fundamentals/1_2_from_funnel_to_lifecycle",
    "2.1": "2_acquisition_and_retention/2_1_what_a_customer_costs",
    "2.3": "2_acquisition_and_retention/2_3_economics_of_keeping",
    "3.1": "3_lifecycle_stages/3_1_stages_phases_states",
    "3.2": "3_lifecycle_stages/3_2_cohorts_and_survival",
    "3.3": "3_lifecycle_stages/3_3_playbook_by_stage",
    "4.1": "4_customer_lifetime_value/4_1_clv_formula",
    "4.2": "4_customer_lifetime_value/4_2_clv_from_behaviour",
    "5.1": "5_practice/5_1_your_own_orders",
}
COHORTS_SHOWN = 24
#: In how many cases 95 % intervals held the truth: `benchmarks/coverage.py`, shops of 3,000 customers.
HELD = {
    "curves": "95 of 100 cases",
    "moves": "93 to 96 of 100 cases",
    "forecasts": "94 to 97 of 100 cases",
    "values": "93 to 96 of 100 cases",
}
#: An answer that a finding names, where it is a text.
ANSWER = re.compile(r'answers=\{"(\w+)": "([^"…]+)"\}')
MINUS = "\N{MINUS SIGN}"


def page(report: LifecycleReport) -> str:
    """Return the whole report as HTML."""
    sections = [
        ("months", "Customers and revenue by month", _months),
        ("cohorts", "Who comes back: cohorts", _cohorts),
        ("states", "States by month, and who moves", _states),
        ("concentration", "How much hangs on how few", _concentration),
        ("forecast", "The forecast, and how far off it was", _forecast),
        ("value", "What a customer is worth", _value),
        ("actions", "What to do next", _actions),
        ("cannot", "What this log cannot tell", _cannot),
        ("counted", "What was counted, and what was left out", _counted),
    ]
    contents = "".join(f'<li><a href="#{name}">{html.escape(title)}</a></li>' for name, title, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{html.escape(title)}</h2>'
        f"{write(report)}</section>"
        for name, title, write in sections
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(report.title)}</title><style>{_style()}</style></head><body>"
        f'<a class="skip" href="#report">To the report</a><header>{_head(report)}</header>'
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav><main id="report">{body}</main>'
        f"{_chapters(report)}</body></html>\n"
    )


# The sections --------------------------------------------------------------------------------------------


def _head(report: LifecycleReport) -> str:
    """Return title, period and the main numbers."""
    numbers = "".join(
        f"<div><dt>{html.escape(name)}</dt>"
        f"<dd>{html.escape(value)}<small>{html.escape(note)}</small></dd>"
        f'<dd class="more"><a href="#{section}">More</a>, <a href="#chapter-{number}">chapter {number}</a></dd></div>'
        for name, value, note, section, number in _cards(report)
    )
    return (
        f"<h1>{html.escape(report.title)}</h1>"
        f'<p class="about">Orders from {_day(report.first)} to {_day(report.end)}. '
        f"A purchase is all that a customer ordered on one day.{_kept(report)}</p>"
        f'<dl class="numbers">{numbers}</dl>'
    )


def _cards(report: LifecycleReport) -> list[tuple[str, str, str, str, str]]:
    """Return the main numbers: name, value, note, and the section and the chapter that say more."""
    complete = report.months[report.months["complete"]]
    days, share = report.conventions.holdout_days, report.repeat_buyers / report.customers_count
    again = (
        f"{report.repeat_buyers:,} made a second purchase; {report.active:,} bought in the last {days} days"
    )
    cards = [
        ("Customers", f"{report.customers_count:,}", f"{report.orders:,} orders", "months", "1.2"),
        ("Came back", f"{share:.0%}", again, "cohorts", "3.2"),
        ("Revenue", _money(report, report.revenue), "", "months", "2.3"),
    ]
    if len(complete):
        last = complete.iloc[-1]
        share = last["returning_revenue"] / last["revenue"] if last["revenue"] else 0
        name = f"Revenue of returning customers, {complete.index[-1]:%B %Y}"
        cards.append(
            (name, f"{share:.0%}", f"who first bought in or after {report.first:%B %Y}", "months", "2.3")
        )
    if report.ahead:
        name, note = (
            f"Purchases that the model expects in the next {days} days",
            f"of known customers; {_missed(report)}",
        )
        cards.append((name, f"{report.ahead['purchases']:,.0f}", note, "forecast", "4.2"))
    if len(report.values):
        value = _money(report, report.values.at["all", "value"])
        horizon = _days(report.conventions.horizon_days)
        within = f"{_what(report)} within {horizon}; {_missed(report, 'revenue_off')}"
        cards.append(("Value of a customer, on average", value, within, "value", "4.1"))
    return cards


def _missed(report: LifecycleReport, column: str = "off") -> str:
    """Return by how much the model was off on the quarters held out, in purchases or (`revenue_off`) in revenue."""
    held = [one for one in (report.earlier, report.holdout) if one]
    offs = " and ".join(_signed(one.total.at["model", column], ".0%") for one in held)
    of_what = " in revenue" if column == "revenue_off" else ""
    return f"on the {'two quarters' if len(held) > 1 else 'quarter'} held out the model was off by {offs}{of_what}"


def _kept(report: LifecycleReport) -> str:
    """Return the sentence that says how much of the file is counted; "" where the log came as a clean one."""
    if not isinstance(report.account, pd.DataFrame):
        return ""
    first, last = report.account.iloc[0], report.account.iloc[-1]
    link = '<a href="#counted">what was left out</a>'
    late = f", but for {report.late_orders:,} orders after that" if report.late_orders else ""
    return f" {int(last['rows']):,} of the file's {int(first['rows']):,} rows are counted{late}: see {link}."


def _counted(report: LifecycleReport) -> str:
    parts = [_taught(report, "4.2")]
    if isinstance(report.account, pd.DataFrame):
        parts.append(_p("From the file to this report, every row accounted for:"))
        account = report.account.assign(revenue=report.account["revenue"] / 100)
        title = f"The account: rows and revenue{_in(report)} by step; all but the first add up to the first"
        parts.append(_table(account, title, "account", index=False, texts=account.columns[[0, 3]]))
    else:
        parts.append(
            _p(
                "The log came as a clean one: a row an order. What was left out before that, nobody told "
                "this report."
            )
        )
    counted = (
        f"Counted here: {report.orders:,} orders of {report.customers_count:,} customers, "
        f"{_money(report, report.revenue)}."
    )
    if report.late_orders:
        counted += (
            f" Left out of what is kept above: {report.late_orders:,} orders after {_day(report.end)}. Refunds after "
            "that day are off the orders before it all the same."
        )
    parts.append(_p(counted))
    for told, title in (
        (report.findings, "What was found in the file"),
        (report.assumptions, "What was assumed"),
    ):
        parts.append(_told(told, title))
    return "".join(parts)


def _months(report: LifecycleReport) -> str:
    table = report.months
    complete = table[table["complete"]]
    parts = [_taught(report, "1.2", "2.3"), charts.months(report)]
    if len(complete) >= 2:
        last, before = complete.iloc[-1], complete.iloc[-2]
        parts.append(
            _p(
                f"In {complete.index[-1]:%B %Y}, the last whole month, {int(last['customers']):,} customers "
                f"bought, {int(last['new']):,} of them for the first time; the month before "
                f"{int(before['customers']):,} and {int(before['new']):,}."
            )
        )
    first = report.months.iloc[0]
    parts.append(
        _warning(
            _p(
                f"The log begins on {_day(report.first)}. If the shop is older, the "
                f"{int(first['customers']):,} customers of the first month, and many of the next, are old "
                "ones who look new: “new” means the first order in this log."
            )
        )
    )
    if len(complete) < len(table):
        parts.append(_p("A month with * is not over in this log: do not compare it with whole ones."))
    shown = table.rename(index=lambda day: f"{day:%Y-%m}")
    shown.index = [
        f"{name}{'' if whole else ' *'}" for name, whole in zip(shown.index, table["complete"], strict=True)
    ]
    shown = shown.drop(columns="complete").rename_axis("month")
    parts.append(
        _table(
            shown,
            f"Customers, orders and revenue{_in(report)} by month",
            "months",
            spec={name: _rounded(table["revenue"]) for name in shown if name.endswith("revenue")},
            whole_table=table,
        )
    )
    if len(report.seasons):
        years = report.seasons.columns
        alike = report.seasons.corr().to_numpy()[0, 1]
        strongest = report.seasons.mean(axis=1).idxmax()
        parts.append(
            "<h3>Seasons</h3>"
            + _p(
                f"Purchases of each month against the mean of its year: the strongest is month {strongest}. "
                f"Between {years[0]} and {years[1]} the pattern goes together with a correlation of "
                f"{alike:.2f} (1: the same season every year; near 0: no season to count on). The model of "
                "the forecast knows none."
            )
            + _table(
                report.seasons, "Purchases of a month, 1 being the mean of the year", "seasons", spec=".2f"
            )
        )
    else:
        parts.append(
            _p(
                "Seasons: two whole calendar years are needed to tell a season from a trend, and this log "
                "has fewer. The model of the forecast knows no season."
            )
        )
    return "".join(parts)


def _cohorts(report: LifecycleReport) -> str:
    parts = [_taught(report, "3.2")]
    if len(report.curves):
        parts.append(charts.curves(report))
        parts.append(
            _p(
                "A line is a cohort: everybody whose first purchase fell into that time. A point is the "
                "share of them who bought in that month of their life, not the share who are still "
                f"customers: who skips a month may come back. Bands are {report.conventions.level:.0%} "
                f"intervals (Wilson); {_held('curves')}. Only months that are over for the whole cohort are drawn."
            )
        )
        parts.append(
            _table(report.curves, "Share of each cohort that bought, by month of age", "curves", shown=False)
        )
    else:
        parts.append(_p("No cohort is large and old enough for a curve; the table has the counts."))
    parts.append(_cohort_table(report))
    return "".join(parts)


def _states(report: LifecycleReport) -> str:
    if not len(report.states):
        return _taught(report, "3.1") + _p(
            "Nobody has bought twice, or no month is over: there is no gap between purchases to measure "
            "silence by."
        )
    rules = report.conventions
    parts = [
        _taught(report, "3.1"),
        _p(
            "Silence is measured in a customer's own gaps: her rhythm is the mean of the gaps between her "
            f"purchases, with the typical customer's gap of {report.typical_gap:.0f} days (the median of "
            "this log) as one more. New has one purchase, loyal two or more; silent for more than "
            f"{rules.dormant_after:g} gaps is dormant, for more than {rules.churned_after:g} churned. "
            "Somebody who buys at random at her rhythm is silent that long with probability "
            f"{_chance(rules.dormant_after)} and {_chance(rules.churned_after)}: a state is a rule, not a "
            "fact."
        ),
        charts.states(report),
        _table(
            report.states.rename(index=lambda day: f"{day:%Y-%m-%d}"), "Customers in each state", "states"
        ),
    ]
    if len(report.moves):
        moves = report.moves[(report.moves["moves"] > 0)].reset_index()
        moves["interval"] = [
            f"{low:.1%} to {high:.1%}" for low, high in zip(moves["low"], moves["high"], strict=True)
        ]
        shown = moves[["from", "to", "moves", "probability", "interval"]]
        parts.append("<h3>Who moves</h3>")
        parts.append(
            _p(
                "From one month's end to the next. Intervals leave out customers by groups, with all of "
                "their moves (jackknife), for one customer's moves are alike; the typical gap above is part of "
                f"the rule. {_held('moves').capitalize()}."
            )
        )
        parts.append(
            _table(
                shown,
                "Moves between states, a month",
                "moves",
                index=False,
                spec={"probability": ".1%"},
                whole_table=report.moves,
            )
        )
    return "".join(parts)


def _concentration(report: LifecycleReport) -> str:
    table = report.concentration
    top = table.iloc[1]
    shown = table.rename(index=lambda share: f"top {share:.0%}").rename_axis("customers, most revenue first")
    return (
        _taught(report, "4.2")
        + charts.concentration(report)
        + _p(
            f"The {int(top['customers']):,} customers who spent most, {table.index[1]:.0%} of all, made "
            f"{top['share_of_revenue']:.0%} of the revenue, and the largest alone "
            f"{report.spread['largest']:.1%}: a customer spent {_money(report, report.spread['mean'])} on average, and "
            f"half of them less than {_money(report, report.spread['median'])}. Whoever is no customer like the others "
            "(a wholesaler, an office's till) is better left out and called. Who spent most so far need not be who "
            "will."
            f"{_top_later(report)}"
        )
        + _table(
            shown,
            f"Revenue{_in(report)} of those who spent most",
            "concentration",
            spec={"revenue": _rounded(table["revenue"]), "share_of_revenue": ".1%"},
            whole_table=table,
        )
        + _download(report.lorenz, "lorenz", False, "The curve: ")
    )


def _top_later(report: LifecycleReport) -> str:
    """Return what those did in the quarter held out who had spent most before it; "" where there is none."""
    top = report.holdout.top if report.holdout else {}
    if not top:
        return ""
    cut = _day(pd.Timestamp.fromordinal(report.holdout.cut))
    return (
        f" Of those known on {cut}, the {top['share']:.0%} who had spent most had made {top['before']:.0%} of the "
        f"revenue until then; in the {report.conventions.holdout_days} days after it they made {top['after']:.0%} of "
        f"what these customers spent, and {top['came']:.0%} of them bought."
    )


def _forecast(report: LifecycleReport) -> str:
    held = report.holdout
    if held is None:
        return _taught(report, "4.2") + _warning(_p(report.problem))
    total = held.total
    cut, days = _day(pd.Timestamp.fromordinal(held.cut)), held.end - held.cut
    failures = "".join(f"<li>{html.escape(line)}</li>" for line in held.failures)
    verdict = (
        _warning(f"<p>Where the model failed:</p><ul>{failures}</ul>")
        if failures
        else _p("Nothing simple was nearer, and what came lies within the model's interval.")
    )
    shown = total[["purchases", "off", "error_per_customer", "revenue", "revenue_off"]].copy()
    shown.loc["actual", ["off", "revenue_off"]] = float("nan")
    spec = {
        "purchases": ",.0f",
        "off": "+.1%",
        "error_per_customer": ".3f",
        "revenue": ",.0f",
        "revenue_off": "+.1%",
    }
    groups = {"purchases_made": "purchases made before", "came_in": "when they came"}
    parts = [
        _taught(report, "4.2"),
        _p(
            f"First, how far off it would have been. The last {days} days were locked away (but for refunds, which are "
            "off their orders already); "
            f"{held.customers:,} customers were known on {cut}, and three forecasts said what they would "
            "buy: the model (BG/NBD for purchases, gamma-gamma for money), “same as last quarter” (each "
            f"buys again what she bought again in the {report.conventions.holdout_days} days before) and “own rate” "
            "(each goes on at her own pace since her first purchase)."
        ),
        _p(
            f"The model said {total.at['model', 'purchases']:,.0f} purchases ({held.low:,.0f} to "
            f"{held.high:,.0f}, {report.conventions.level:.0%} interval); "
            f"{total.at['actual', 'purchases']:,.0f} came: off by {_signed(total.at['model', 'off'], '.0%')}. "
            f"{_swing(held.swing)}"
        ),
        verdict,
        _quarter_before(report),
        _table(shown, f"Three forecasts of the last {days} days", "holdout", spec=spec),
        _p(
            "`error_per_customer`: purchases by which a forecast is off for one customer, up or down, on "
            "average."
        ),
        "<h3>Off by class</h3>",
        charts.holdout(report),
    ]
    for frame, name in ((held.by_class, "holdout-by-class"), (held.by_cohort, "holdout-by-cohort")):
        what = groups[frame.index.name]
        offs = frame[["customers", "actual"]].rename_axis(what)
        for forecast in FORECASTS:
            offs[f"{forecast}, off by"] = frame[f"{forecast}, off"]
        title = f"Purchases of the last {days} days by {what}, and how far each forecast was off"
        spec = {f"{forecast}, off by": "+.0%" for forecast in FORECASTS}
        parts.append(_table(offs, title, name, spec=spec, whole_table=frame))
    parts.append(
        _p(
            f"No forecast knows customers before they come: {held.new_customers:,} were new in these {days} "
            f"days and made {held.new_purchases:,} purchases, {_money(report, held.new_revenue)}. They are "
            "not in the numbers above."
        )
    )
    parts += [_ahead(report), _models(report)]
    return "".join(parts)


def _ahead(report: LifecycleReport) -> str:
    """Return the forecast of the next quarter, with what the hold-out says of it."""
    ahead = report.ahead
    swung = (
        "; how much quarters swing is not in it"
        if pd.isna(ahead["swing"])
        else f", in which quarters swing about the model by {ahead['swing']:.1%}"
    )
    return (
        "<h3>The next quarter</h3>"
        + _p(
            f"In the {ahead['days']:.0f} days after {_day(report.end)} the model expects "
            f"{ahead['purchases']:,.0f} purchases ({ahead['low']:,.0f} to {ahead['high']:,.0f}, "
            f"{report.conventions.level:.0%} interval{swung}) and {_money(report, ahead['revenue'])} of today's "
            f"{report.customers_count:,} customers. New customers are not in it. {_missed(report).capitalize()}: that "
            "corrects nothing, and says what to reckon with."
        )
        + _year_ago(report)
    )


def _quarter_before(report: LifecycleReport) -> str:
    """Return how far off the model was a quarter earlier, for one quarter is one; "" where the log is too short."""
    if report.earlier is None:
        return _p("Whether other quarters are like this one, a log so short cannot show.")
    total, days = report.earlier.total, report.conventions.holdout_days
    return _p(
        f"One quarter is one. Held against the {days} days before those in the same way, the model was off by "
        f"{_signed(total.at['model', 'off'], '.0%')} ({total.at['model', 'purchases']:,.0f} purchases for the "
        f"{total.at['actual', 'purchases']:,.0f} that came), and in revenue by "
        f"{_signed(total.at['model', 'revenue_off'], '.0%')}."
    )


def _year_ago(report: LifecycleReport) -> str:
    """Return what was bought a year before the days that are forecast, beside what was bought last."""
    then, last = report.seen.get("year_ago"), report.seen.get("last")
    if then is None:
        return _p("Of the same days a year before the log has nothing: what their season is it cannot say.")
    days = report.conventions.holdout_days
    return _p(
        f"In the same {days} days a year before, {_day(then['first'])} to {_day(then['last'])}, all customers together "
        f"made {then['purchases']:,} purchases, {_money(report, then['revenue'])}; in the last {days} days "
        f"{last['purchases']:,}, {_money(report, last['revenue'])}. The model knows no season: if these days are "
        "slacker or busier than the last ones every year, it is off by as much."
    )


def _swing(swing: float) -> str:
    """Return what the forecasts' interval holds, and how often such ones held what came."""
    told = (
        "how much a quarter swings about the model is not in it, for the log before it is too short to tell: it takes "
        "this quarter to be like the others"
        if pd.isna(swing)
        else f"how much a quarter of this log swung about the model beyond chance ({swing:.1%}, a standard deviation)"
    )
    return f"The interval is that of chance and of the model's parameters; {told}. {_held('forecasts').capitalize()}."


def _held(which: str) -> str:
    """Return how often intervals of a kind held the truth where it was known."""
    return f"of shops made up as the model has it, such intervals held the truth in {HELD[which]}"


def _models(report: LifecycleReport) -> str:
    """Return what was fitted, to whom, and what it supposes."""
    fitted = report.fitted
    parts = ["<h3>What was fitted</h3>"]
    if fitted.degrees:
        verdict = (
            f"Neighbours that gain too little apart share a model: {len(fitted.models)} are left"
            if len(fitted.models) > 1
            else "Joined step by step where two models gain less than their parameters cost, one serves all"
        )
        parts.append(
            _p(
                f"A model for each of the {len(fitted.cohorts)} cohorts by when customers came gains "
                f"{fitted.gain:,.1f} of log-likelihood over one for all, for {fitted.degrees} more "
                "parameters; were cohorts alike, so much would come by chance with probability "
                f"{_probability(fitted.p_value)}. {verdict} (Bayesian information criterion)."
            )
        )
    nobody_leaves = [name for name, model in fitted.models.items() if isinstance(model, NBD)]
    if nobody_leaves:
        whom = "everybody" if nobody_leaves == ["all"] else ", ".join(nobody_leaves)
        parts.append(
            _warning(
                _p(
                    f"For {whom} the log shows nobody leaving: silences are no longer than buying at random "
                    "explains. The model then lets nobody leave (NBD): whatever it missed of the last quarter, its "
                    "forecasts for a year or more err upwards as soon as somebody leaves."
                )
            )
        )
    rows = {
        name: {"model": "NBD" if isinstance(model, NBD) else "BG/NBD", "customers": int(model.n_customers_)}
        | {parameter: float(value) for parameter, value in model.params_.items()}
        for name, model in fitted.models.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("cohort")
    parts.append(
        _table(
            table,
            "Models of purchases, time in weeks",
            "models",
            spec=dict.fromkeys(("r", "alpha", "a", "b"), ".4g"),
        )
    )
    if fitted.correlation == fitted.correlation:
        parts.append(
            _p(
                "The model of spend supposes that how often somebody buys has nothing to do with how much. "
                "In this log the correlation of the mean purchase with the logarithm of the frequency is "
                f"{_signed(fitted.correlation, '.2f')}."
            )
        )
    parts += [_p(note) for note in fitted.notes]
    return "".join(parts)


def _value(report: LifecycleReport) -> str:
    if not len(report.values):
        return _taught(report, "4.1", "4.2") + _warning(_p(report.problem))
    rules, table = report.conventions, report.values
    margin = (
        "The margin rate was not given, so this is <strong>revenue</strong>, not profit"
        if rules.margin_rate is None
        else f"Margin, {rules.margin_rate:.0%} of revenue"
    )
    conventions = (
        f"<p>Conventions. {margin}, of purchases expected within {_days(rules.horizon_days)} after "
        f"{_day(report.end)}; "
        f"discounted at {rules.discount_rate:.0%} a year, a month's money from its middle. Past purchases, "
        "costs of "
        "winning and of serving are not in it. It is residual value, of customers already won.</p>"
    )
    row = table.loc["all"]
    shown = table.assign(
        interval=[f"{low:,.2f} to {high:,.2f}" for low, high in zip(table["low"], table["high"], strict=True)]
    )[["customers", "alive", "purchases", "value", "interval", "total"]]
    spec = {"alive": ".0%", "purchases": ".2f", "value": ",.2f", "total": ",.0f"}
    return (
        _taught(report, "4.1", "4.2")
        + conventions
        + charts.values(report)
        + _p(
            f"On average {_money(report, row['value'])} of {_what(report)} within "
            f"{_days(rules.horizon_days)} ({row['low']:,.2f} to {row['high']:,.2f}, {rules.level:.0%} "
            f"interval), {_money(report, row['total'])} for all customers together."
        )
        + _warning(
            _p(
                "The interval is that of the parameters: it says how sure the model is, if it is right "
                f"({_held('values')}). It holds neither season nor growth, nor what you decided about guests, refunds "
                f"and large customers. {_missed(report, 'revenue_off').capitalize()}: reckon with no less, in either "
                "direction."
            )
        )
        + _table(shown, f"Value of a customer{_in(report)} by state", "value", spec=spec, whole_table=table)
        + _p(
            "`alive` is the model's mean probability that a customer is still active, `purchases` what it "
            "expects of one within the horizon. A state is a rule about silence and the model another "
            "opinion: where they differ, neither is the truth. BG/NBD holds whoever bought once to be active "
            "for certain: only a repeat purchase can be the last."
        )
    )


def _actions(report: LifecycleReport) -> str:
    todo = {
        "new": "Win the second purchase: a reminder to half of them, by lot, before the typical gap is over.",
        "loyal": "A discount may only please those who buy unasked: test service before price, by lot.",
        "dormant": "A win-back to half of them, by lot, while they may still be won.",
        "churned": "Silent by the rule, and some come back all the same: cheap contact only, and by lot.",
    }
    table = report.actions.copy()
    table.insert(0, "next action", [todo[state] for state in table.index])  # seen first, on a phone too
    spec = {"purchases_next_quarter": ".2f", "mean_purchase": ",.2f", "value": ",.2f", "pays_from": ".2f"}
    spec |= {"bought_since": ".0%", "test_shows": ".1f"}
    what, gap = _what(report), report.typical_gap
    typical = f" The typical gap between purchases is {gap:.0f} days." if gap == gap else ""
    days = report.conventions.holdout_days
    parts = [
        _taught(report, "3.3", "2.1"),
        _p(
            f"`bought_since`: of those in this state {days} days before the end, the share who bought since then, with "
            "whatever was done for them: that is what an action has to add to. `purchases_next_quarter` is what the "
            "model expects of a customer if nothing is done. `pays_from`: additional purchases that an action must "
            f"cause among 100 customers for each 1.00 that it costs you per customer, by the {what} of one purchase. "
            "`test_shows`: additional buyers among 100 that a test finds, four times in five, if one half of the "
            "state, drawn by lot, is left alone; what is smaller than that it will miss. No log of orders says what an "
            f"action causes: until somebody is left out by lot, what one gains is “not measured”.{typical}"
        ),
        _table(table, "The next-action table", "next-actions", spec=spec, texts=["next action"]),
    ]
    if report.spending is not None:
        parts.append("<h3>Actions that were measured, in the order to fund them</h3>")
        parts.append(
            _table(report.spending, "Most net value for a unit of money first", "spending", spec=",.2f")
        )
    return "".join(parts)


def _cannot(report: LifecycleReport) -> str:
    lines = [
        "Who has left: nobody says goodbye to a shop. Dormant and churned are readings of silence.",
        "Why anybody bought or stopped: no cause is in a list of orders. What an action changes is seen where "
        "somebody is left out of it by lot (3.3).",
        "What customers cost to win, and what they buy elsewhere (2.1).",
        "Who is behind an account: one person with two, or an office with one, counts as the log has it.",
    ]
    if report.conventions.margin_rate is None:
        lines.append("Profit: without a margin rate every value here is revenue (4.1).")
    lines.append(
        f"Who was a customer before {_day(report.first)}: the first cohorts may be old customers in part "
        "(3.2)."
    )
    if not len(report.seasons):
        lines.append("Seasons: under two whole years a season and a trend look alike.")
    if report.holdout is not None:
        lines.append(
            f"What comes after {_day(report.end)} plus a quarter: the forecast was held against "
            f"{report.holdout.end - report.holdout.cut} days, and the values look "
            f"{_days(report.conventions.horizon_days)} ahead."
        )
    lines.append("Purchases that will still be sent back: refunds of the last weeks are not in it yet.")
    return (
        _taught(report, "4.2") + "<ul>" + "".join(f"<li>{html.escape(line)}</li>" for line in lines) + "</ul>"
    )


# Pieces of the page --------------------------------------------------------------------------------------


def _style() -> str:
    """Return the style sheet, with the series' colours."""
    series = "".join(
        f"--mo-series-{number}: light-dark({light}, {dark});"
        for number, (light, dark) in enumerate(zip(SERIES_LIGHT, SERIES_DARK, strict=True), 1)
    )
    return f"{STYLE.read_text(encoding='utf-8')}:root {{{series}}}"


def _taught(report: LifecycleReport, *numbers: str) -> str:
    """Return the line that says which chapters teach a section."""
    links = ", ".join(
        f'<a href="#chapter-{number}">{number} {html.escape(_title(number))}</a>' for number in numbers
    )
    return f'<p class="taught">Taught in chapter {links}</p>'


def _chapters(report: LifecycleReport) -> str:
    """Return the list of chapters, with their addresses where the course's site is known."""
    site = report.course.rstrip("/")
    items = []
    for number, place in CHAPTERS.items():
        name = html.escape(f"{number} {_title(number)}")
        text = f'<a href="{html.escape(site, quote=True)}/book/{place}.html">{name}</a>' if site else name
        items.append(f'<li id="chapter-{number}">{text}</li>')
    return (
        '<footer><h2 id="chapters">Where it is taught</h2><p class="about">Chapters of the course '
        f"<em>Back to the Origin of Marketing</em>.</p><ul>{''.join(items)}</ul></footer>"
    )


def _title(number: str) -> str:
    return title_of(CHAPTERS[number])


def _table(
    frame: pd.DataFrame,
    caption: str,
    name: str,
    *,
    index: bool = True,
    spec: str | Mapping[str, str] = "",
    texts: Iterable[str] = (),
    whole_table: pd.DataFrame | None = None,
    shown: bool = True,
) -> str:
    """Return a table with a link to download it, as it is or in full, as CSV."""
    whole = frame if whole_table is None else whole_table
    link = _download(whole, name, index or any(whole.index.names))
    if not shown:
        return link
    head, rows = [], []
    names = [*(frame.index.names if index else []), *frame.columns]
    texts = {*texts}
    left = {*texts, *frame.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]]}
    for column in names:
        style = ' class="text"' if column in left else ""
        head.append(f'<th scope="col"{style}>{html.escape(str(column or "").replace("_", " "))}</th>')
    for label, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        labels = label if isinstance(label, tuple) else (label,)
        cells = [f'<th scope="row">{html.escape(str(one))}</th>' for one in labels] if index else []
        for column, value in zip(frame.columns, row, strict=True):
            style = ' class="long"' if column in texts else ' class="text"' if column in left else ""
            asked = spec if isinstance(spec, str) else spec.get(column, "")
            cells.append(f"<td{style}>{html.escape(_cell(value, asked))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return _scrolling(caption, f"table-{name}", "", "".join(head), "".join(rows)) + link


def _scrolling(caption: str, name: str, kind: str, head: str, rows: str) -> str:
    """Return a table that scrolls by itself on a phone, under a caption that stays."""
    return (
        f'<p class="caption" id="{name}">{html.escape(caption)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">'
        f'<table class="{kind}" aria-labelledby="{name}">{_rows(head, rows)}</table></div>'
    )


def _rows(head: str, rows: str) -> str:
    return f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"


def _cohort_table(report: LifecycleReport) -> str:
    """Return the cohort table as shares of the first period, shaded; the counts are in the download."""
    table = report.cohort_table
    period = {"M": "month", "Q": "quarter"}[table.index.freqstr[0]]
    recent = table[table[0] > 0].iloc[-COHORTS_SHOWN:].dropna(axis=1, how="all")
    over = {str(cohort): len(row.dropna()) - 1 for cohort, row in recent.iterrows()}
    last_is_over = report.end == table.index[-1].end_time.normalize()
    head = "".join(f'<th scope="col">{age}</th>' for age in recent.columns)
    rows = []
    for cohort, row in recent.iterrows():
        size, cells = row.iloc[0], []
        for age, active in row.items():
            if pd.isna(active):
                cells.append("<td></td>")
            elif age == 0:
                cells.append(f"<td>{active:,.0f}</td>")
            else:
                share = active / size
                mark = "" if last_is_over or age < over[str(cohort)] else "*"
                cells.append(f'<td style="--share:{share:.3f}">{share:.0%}{mark}</td>')
        rows.append(f'<tr><th scope="row">{cohort}</th>{"".join(cells)}</tr>')
    caption = f"Share of each cohort that bought, by age in {period}s; column 0: its customers"
    note = "" if last_is_over else f"* the {period} is not over. "
    earlier = f"The last {len(recent)} of {len(table)} cohorts. " if len(recent) < len(table) else ""
    head = f'<th scope="col">came in</th>{head}'
    shown = _scrolling(caption, "table-cohorts", "cohorts", head, "".join(rows))
    return shown + _download(table, "cohorts", True, earlier + note)


def _download(frame: pd.DataFrame, name: str, index: bool, note: str = "") -> str:
    """Return the line under a table, with a link that holds all of it."""
    text = frame.to_csv(index=index, lineterminator="\n").encode()
    address = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(text).decode()}"
    link = f'<a class="download" download="{name}.csv" href="{address}">Download {name}.csv</a>'
    return f'<p class="under">{html.escape(note)}{link}</p>'


def _cell(value: object, spec: str) -> str:
    """Return a cell's text."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if not pd.api.types.is_number(value):
        return str(value)
    return format(value, spec or (",d" if pd.api.types.is_integer(value) else ",.2f")).replace("-", MINUS)


def _told(told: Iterable | None, title: str) -> str:
    """Return what the cleaning found or assumed: sentences, or findings with their examples."""
    items = "".join(f"<li>{_finding(one)}</li>" for one in told or ())
    if not items:
        return ""
    return f"<h3>{title}</h3>{_how_to_answer(told)}<ul>{items}</ul>"


def _how_to_answer(told: Iterable) -> str:
    """Return how what was found is had otherwise, by the first answer that a finding names; "" where none does."""
    for one in told:
        if found := ANSWER.search(getattr(one, "otherwise", "")):
            name, value = found.groups()
            line, option = html.escape(f'{name} = "{value}"'), html.escape(f'--answer "{name}={value}"')
            return (
                "<p>Whatever is to be had otherwise is said once. In Python as it stands here; on the command line as "
                f"<code>{option}</code>; or as a line of the answers file beside the export, <code>{line}</code>.</p>"
            )
    return ""


def _finding(found: object) -> str:
    """Return one thing that the cleaning found or assumed: a sentence, or a finding with its examples."""
    if isinstance(found, str):
        return html.escape(found)
    examples = found.examples.astype(object).where(found.examples.notna(), "").astype(str)
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in ("line", *examples.columns))
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in (str(line), *row))}</tr>"
        for line, row in zip(examples.index, examples.itertuples(index=False), strict=True)
    )
    table = f'<div class="scroll" tabindex="0"><table>{_rows(head, rows)}</table></div>'
    return (
        f"<strong>{html.escape(found.name)}</strong>: {found.rows:,} rows, {_signless(found.revenue / 100)}; "
        f"{html.escape(found.done)}."
        + (f" To have it otherwise: {_with_code(found.otherwise)}" if found.otherwise else "")
        + f"<details><summary>Examples</summary>{table}</details>"
    )


def _with_code(text: str) -> str:
    """Return a text with its answers as code, and the rest as prose."""
    pieces = re.split(r"(answers=\{[^}]*\})", text)
    return "".join(
        f"<code>{html.escape(one)}</code>" if at % 2 else html.escape(one) for at, one in enumerate(pieces)
    )


def _p(text: str) -> str:
    """Return a paragraph; words in backticks are names in the tables."""
    pieces = html.escape(text).split("`")
    return (
        "<p>"
        + "".join(f"<em>{one.replace('_', ' ')}</em>" if at % 2 else one for at, one in enumerate(pieces))
        + "</p>"
    )


def _warning(inside: str) -> str:
    return f'<div class="warning">{inside}</div>'


def _money(report: LifecycleReport, value: float) -> str:
    """Return money with its currency: cents where they matter."""
    amount = f"{value:,.2f}" if abs(value) < 10_000 else f"{value:,.0f}"
    return f"{amount} {report.currency}".strip()


def _rounded(money: pd.Series) -> str:
    """Return how a column of money is written: with cents where they matter, as `_money` has it."""
    return ",.2f" if money.abs().max() < 10_000 else ",.0f"


def _signless(value: float) -> str:
    """Write money with a true minus, and no plus."""
    return f"{value:,.2f}".replace("-", MINUS)


def _signed(value: float, spec: str) -> str:
    """Write a number with its sign, a true minus."""
    return f"{value:+{spec}}".replace("-", MINUS)


def _in(report: LifecycleReport) -> str:
    return f" ({report.currency})" if report.currency else ""


def _what(report: LifecycleReport) -> str:
    return "revenue" if report.conventions.margin_rate is None else "margin"


def _days(days: int) -> str:
    return "a year" if days == 365 else f"{days:,} days"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _chance(gaps: float) -> str:
    return f"{exp(-gaps):.0%}"


def _probability(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"
