"""What a page's Python has imported before it starts: pandas, and what cells take of the standard library.

Run inside Pyodide when the snapshot of its memory is made.
"""

import _strptime  # noqa: F401
import ast  # noqa: F401
import calendar  # noqa: F401
import cmath  # noqa: F401
import concurrent.futures.thread  # noqa: F401
import contextlib  # noqa: F401
import csv  # noqa: F401
import ctypes  # noqa: F401
import dataclasses  # noqa: F401
import datetime  # noqa: F401
import decimal  # noqa: F401
import difflib  # noqa: F401
import fractions  # noqa: F401
import gzip  # noqa: F401
import hashlib  # noqa: F401
import hmac  # noqa: F401
import html.entities  # noqa: F401
import importlib.metadata
import importlib.resources.readers  # noqa: F401
import inspect  # noqa: F401
import io  # noqa: F401
import ipaddress  # noqa: F401
import json  # noqa: F401
import linecache  # noqa: F401
import mmap  # noqa: F401
import numbers  # noqa: F401
import pickle  # noqa: F401
import platform  # noqa: F401
import pprint  # noqa: F401
import queue  # noqa: F401
import secrets  # noqa: F401
import statistics  # noqa: F401
import tarfile  # noqa: F401
import tempfile  # noqa: F401
import threading  # noqa: F401
import tomllib  # noqa: F401
import traceback  # noqa: F401
import typing  # noqa: F401
import unicodedata  # noqa: F401
import urllib.parse  # noqa: F401
import uuid  # noqa: F401
import zipfile  # noqa: F401
import zoneinfo  # noqa: F401

import _ast_unparse  # noqa: F401
import compression.zstd  # noqa: F401
from course_page import packages, running, stand_ins, waking  # noqa: F401

waking.put_universal_time()

import pandas  # noqa: E402

# What the first table, its groups and their print-out need is then there, too.
table = pandas.DataFrame(
    {"customer": [1, 1, 2], "value": [1.0, 2.0, 3.0], "day": pandas.Timestamp("2024-01-01")}
)
for some in (table, table.describe(), table.groupby("customer")["value"].sum().to_frame()):
    some.to_html()
    repr(some)
