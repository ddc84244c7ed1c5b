"""How long customers stay, and which state they are in."""

from marketing_origin.lifecycle.survival import ShiftedBetaGeometric

__all__ = ["ShiftedBetaGeometric"]
