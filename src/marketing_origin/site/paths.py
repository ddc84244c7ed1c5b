"""Where things stand in a checkout of the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "_build"
EXECUTED = BUILD / "executed"
SOURCE = BUILD / "source"
HTML = BUILD / "html"
LIVE = ROOT / "live"
NODE_MODULES = ROOT / "node_modules"
PACKAGE = ROOT / "src" / "marketing_origin"
DATASETS = ROOT / "datasets"
