"""Building the site: stage, execute, build, serve."""
