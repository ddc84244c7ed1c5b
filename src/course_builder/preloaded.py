"""What the notebooks import, done once in the process that their kernels are forked from."""

import anywidget
import ipykernel.ipkernel
import ipykernel.kernelapp
import matplotlib

matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot
import pandas
import scipy.stats

# What pandas finds in a notebook. Imported here it takes itself to be in a terminal, and drops columns.
pandas.set_option("display.max_columns", 20)
