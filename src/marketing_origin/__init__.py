"""The library of the course *Back to the Origin of Marketing*.

A notebook takes what it needs from here: `from marketing_origin import check, clv, data, explore, show`.
Everything is imported on first use, so that a page pays only for what it touches.
"""

from importlib import import_module

_HOMES = {
    "checks": ("check", "hint", "progress", "solution"),
    "errors": ("CourseError",),
    "widgets": ("explore",),
    "figures": ("show",),
    "glued": ("glue",),
    "quizzes": ("quiz",),
}
_MODULES = ("claims", "clv", "data", "economics", "experiments", "journeys", "lifecycle")
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME_OF, *_MODULES])


def __getattr__(name: str):
    """Import a public name when it is first asked for."""
    if name in _HOME_OF:
        value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
