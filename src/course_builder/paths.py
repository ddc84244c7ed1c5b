"""Where things stand in a checkout of the project."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Another folder for what is built: two checkouts, or two builds, side by side.
BUILD = Path(os.environ.get("MARKETING_ORIGIN_BUILD", ROOT / "_build"))
EXECUTED = BUILD / "executed"
SOURCE = BUILD / "source"
HTML = BUILD / "html"
LIVE = ROOT / "live"
NODE_MODULES = ROOT / "node_modules"
PACKAGE = ROOT / "src" / "marketing_origin"
DATASETS = ROOT / "datasets"
