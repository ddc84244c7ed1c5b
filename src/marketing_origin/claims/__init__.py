"""The claims of the course, and what the data say of each: the ledger, C1 to C47.

::

    load()                       the ledger: a frame indexed by id ("C1"), see `data.describe("claims")`
    compute("C1")                the figures of a claim, computed now: a dict of named numbers
    glue("C1")                   keeps all of them for the chapter's text, as `c1_` + name: {glue:text}`c1_…`
    glue("C1", sale_ratio=".1f") with another format than the usual one for a figure
    overview()                   every claim with its sources, figures and verdict: the page of chapter 5.2
    VERDICTS                     the verdicts, each in words
    EVIDENCE                     what a verdict may rest on, each kind in words

`compute("C1")` calls the function that the ledger names, here `claims.c1_calls_per_sale`; it can be called as
such, and its docstring says what each figure is. The end of a figure's name says how it is shown: `…_share`,
`…_rate` and `…_probability` are fractions (shown as per cent), `…_change` and `…_gain` relative changes (per
cent with their sign), `…_points` a difference of two fractions (percentage points), `…_ratio` how many times,
`…_count` a whole number, `…_p_value` a p value; everything else is in the unit that the docstring names.
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "acquisition": (
            "c1_calls_per_sale",
            "c2_what_is_counted",
            "c22_signatures",
            "c34_win_back",
            "c35_coupons",
            "c43_channels",
            "c44_components",
        ),
        "fundamentals": (
            "c16_three_parts",
            "c18_three_stages",
            "c23_reminder",
            "c24_what_is_broken",
            "c25_funnel",
            "c26_repeat_loop",
            "c27_after_the_sale",
            "c28_existing_customers",
            "c29_whole_experience",
            "c30_best_channel",
            "c31_time_to_conversion",
        ),
        "keeping": (
            "c3_retention_points",
            "c4_unit_error",
            "c5_credit_card",
            "c6_existing_share",
            "c7_long_tenure",
            "c8_customer_experience",
            "c9_reasons",
            "c10_repeat_customers",
        ),
        "ledger": (
            "EVIDENCE",
            "VERDICTS",
            "compute",
            "glue",
            "load",
        ),
        "page": ("meanings", "overview"),
        "playbook": (
            "c37_wearing_off",
            "c42_three_means",
            "c47_by_stage",
        ),
        "raising": (
            "c17_five_things",
            "c41_four_benefits",
            "c46_cross_selling",
        ),
        "referrals": (
            "c11_referred_share",
            "c12_word_of_mouth",
            "c15_gold_coin",
            "c38_publicity_first",
        ),
        "satisfaction": ("c45_four_means",),
        "stages": (
            "c32_four_phases",
            "c33_profit_by_phase",
            "c39_what_a_log_shows",
            "c40_five_states",
        ),
        "survival": (
            "c14_renewal",
            "c36_early_years",
        ),
        "worth": (
            "c13_fitness_chain",
            "c19_stages",
            "c20_formula",
            "c21_levers",
        ),
    },
)
__all__ = __dir__()
