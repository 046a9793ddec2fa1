"""Architectures: randomly initialised networks that never read a file."""
