"""Python in the reader's browser: the live part of the site, with no server behind it.

`packages` says which packages that Python has, `fetch` gets and verifies them, `wheels` makes them start
quickly, `distribution` lays out Pyodide, `lite` the notebook program, `live_part` puts all of it together.
`bundled` makes the front end (`frontend/`), `page_button` puts it into the pages; `in_page/` is the Python
that runs a page's cells there.
"""
