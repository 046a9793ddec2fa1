"""Sheets of faces for the documentation: random ones, sweeps, mixing, inversions."""
