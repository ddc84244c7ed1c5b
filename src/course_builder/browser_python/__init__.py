"""Python in the reader's browser: the live part of the site, with no server behind it.

`packages` says which packages that Python has, `fetch` gets and verifies them, `wheels` makes them start
quickly, `distribution` lays out Pyodide, `lite` the notebook program, `live_part` puts all of it together.
"""
