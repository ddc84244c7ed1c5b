"""What a page's Python has imported before it starts: what pandas and the cells take of the standard library.

Run inside Pyodide when the snapshot of its memory is made. Native libraries, NumPy's too, cannot be in it.
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
