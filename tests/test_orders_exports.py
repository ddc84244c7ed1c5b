"""The exports of many kinds of shop software give the same log, told no more than what the first run asks for."""

import pandas as pd
import pytest
import shop_exports_more  # noqa: F401 - more of WRITERS
from shop_exports import WRITERS, due, shop
from shop_exports_odd import TOLD

from marketing_origin import orders
from marketing_origin.errors import CourseError

# What the software calls a customer, where it is not the mail address.
CALLED = {
    "woocommerce": "{}",
    "etsy": "c{}",
    "square": "c{}",
    "stripe": "cus_{}",
    "taobao": "买家{}",
    "german_shop": "K{:04d}",
    "french_shop": "Dupont {}",
    "ledger_with_a_title": "{:010d}",
    "items_of_a_till": "{}",
    "a_database": "{}",
    "a_spreadsheet": "person {}",
    "ebay": "buyer_{}",
    "shopware": "{}",
    "prestashop": "J. DUPONT{}",
    "odoo": "Azure {}, Anna",
    "bigcommerce": "{}",
    "vend": "Jo-{}",
    "opencart": "{}",
    "jingdong": "jd_{}",
    "woocommerce_analytics": "Person {}",
    "mercado_libre": "COMPRADOR{}",
    "sap_list": "{:011d}",
    "netsuite": "CUST-{} Jo",
    "quickbooks": "Azure {}",
    "merged_cells": "Jo {}",
    "magento_grid": "Jo {}",
    "prestashop_in_french": "Dupont {}",
}


@pytest.mark.parametrize("software", WRITERS)
def test_an_export_is_read_as_the_software_meant_it(software, tmp_path):
    sold = shop()
    if software == "amazon":
        for one in sold:
            one.items = [(1, cents) for _, cents in one.items]  # its price is that of the line
            one.given_back = min(one.given_back, one.total // 3)
    name, content = WRITERS[software](sold)
    path = tmp_path / name
    path.write_bytes(content)
    said = TOLD.get(software, {})
    for part in said:  # each is asked for, with the very answer
        with pytest.raises(CourseError, match=rf'answers=\{{"{part}": '):
            orders.clean(path, {name: said[name] for name in list(said)[: list(said).index(part)]})
    clean = orders.clean(path, said)
    if software == "a_spreadsheet":  # where a person is written in large letters, too
        clean.orders["customer"] = clean.orders["customer"].str.lower()
    if software == "shopware":
        clean.orders["customer"] = (clean.orders["customer"].astype("int64") - 20_000).astype(str)
    found = clean.orders.groupby(["customer", "day"])["cents"].sum()
    pd.testing.assert_series_equal(
        found, due(sold, CALLED.get(software, "c{}@post.org")), check_index_type=False
    )
    assert clean.currency in ("EUR", "$" if software == "ebay" else None, None)
    account = clean.account
    assert account["rows"].iloc[1:].sum() == account["rows"].iloc[0]
    assert account["revenue"].iloc[1:].sum() == account["revenue"].iloc[0]
    assert clean.account["revenue"].iloc[-1] == clean.orders["cents"].sum()
    assert path.read_bytes() == content
