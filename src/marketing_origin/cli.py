"""cli."""
import sys; print(sys.argv)
