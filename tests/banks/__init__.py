"""Answers to test the checks with, a module a chapter: RIGHT and WRONG (see `marketing_origin.checks`)."""
