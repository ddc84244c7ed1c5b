"""The library of the course *Back to the Origin of Marketing*.

A notebook takes what it needs from here: `from marketing_origin import check, clv, data, explore, show`.
Everything is imported on first use, so that a page pays only for what it touches.
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "checks": ("check", "hint", "progress", "solution"),
        "errors": ("CourseError",),
        "figures": ("show",),
        "glued": ("glue",),
        "quizzes": ("quiz",),
        "widgets": ("explore",),
    },
    modules=(
        "claims",
        "clv",
        "data",
        "decisions",
        "economics",
        "experiments",
        "journeys",
        "lifecycle",
        "plots",
        "report",
    ),
)
__all__ = __dir__()
