"""A lifecycle report from an order log."""
