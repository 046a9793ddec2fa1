"""The parts of `scripts/benchmark.py`, one tool and question a file."""
