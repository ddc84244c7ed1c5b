"""What `python3 course.py` can do, a line each.

Standard library only and without imports of its own: course.py reads it before any environment exists,
and the command line proper (`course_builder.cli`) takes its help from it.
"""

COMMANDS = {
    "book": "execute the notebooks, build the site, serve it and open the browser",
    "bundle": "one zip of the site with a launcher, to carry where there is no network",
    "test": "run every test (what follows is handed to pytest)",
    "lab": "JupyterLab over your own working copy in live/",
    "exercises": "remake exercises/ from solutions/",
    "outputs": "renew the reference outputs in tests/outputs/",
    "answers": "print what a chapter's checks say to each answer that they are tested with",
    "audit": "look at every page with axe and the keyboard, renew the accessibility statement",
    "bench": "measure speed against peers, print a table, write _build/bench.json",
    "data": "rebuild datasets/ from the packages the data came from, hashes checked",
    "report": "a lifecycle report from your own shop's orders: one HTML file",
    "format": "format the Python of files, chapters and solutions",
    "new": "make the skeleton of a chapter, an exercise or a data set",
    "minutes": "print the minutes of each chapter, sitting by sitting",
    "lock": "renew requirements.lock and package-lock.json from pyproject.toml and package.json",
}
