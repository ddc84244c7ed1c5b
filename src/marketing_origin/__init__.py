"""The library of the course *Back to the Origin of Marketing*."""
