"""A program that ends when the one that started it has ended, however that came about."""

import os
import threading
import time

EVERY = 0.5  # seconds


def end_with_parent() -> None:
    """Have this process end within a second of its parent's end; where systems give no new parent, never."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(EVERY)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
