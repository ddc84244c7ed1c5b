"""Packages whose public names are imported on first use, so that a page pays only for what it touches."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def on_first_use(
    package: str, homes: Mapping[str, tuple[str, ...]], modules: tuple[str, ...] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a package's `__init__`.

    Parameters
    ----------
    package : str
        The package's `__name__`.
    homes : mapping
        Module of the package -> the public names that it is home to. A module of another package is named in
        full.
    modules : tuple of str
        Modules of the package that are public themselves.
    """
    home_of = {name: module for module, names in homes.items() for name in names}
    public = sorted([*home_of, *modules])

    def find(name: str) -> object:
        """Import a public name when it is first asked for."""
        if name in home_of:
            home = home_of[name]
            value = getattr(import_module(home if "." in home else f"{package}.{home}"), name)
        elif name in modules:
            value = import_module(f"{package}.{name}")
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, value)
        return value

    return find, lambda: public
