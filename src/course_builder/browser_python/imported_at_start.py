"""What a notebook of the course does at its start; run inside Pyodide when the wheels are made."""

import anywidget  # noqa: F401
import ipywidgets  # noqa: F401
import matplotlib.pyplot  # noqa: F401
import pandas  # noqa: F401
import piplite.piplite  # noqa: F401
import pyodide_kernel
import scipy.optimize
import scipy.special
import scipy.stats  # noqa: F401

shell = pyodide_kernel.ipython_shell
shell.run_cell(
    """
import matplotlib.pyplot as plt, pandas as pd
table = pd.DataFrame({"customer": [1, 1, 2], "value": [1.0, 2.0, 3.0]})
display(table.describe(), table)
table.groupby("customer")["value"].sum().plot()
plt.gcf().savefig("figure.svg"); plt.gcf().savefig("figure.png")
1 / 0
"""
)
shell.kernel.complete("pd.read_c", 9)
shell.kernel.inspect("pd.read_csv", 5, 0)
