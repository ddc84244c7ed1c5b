"""Fitting models to data: maximum likelihood and quadrature, shared by the models of all chapters."""
