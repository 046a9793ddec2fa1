"""Judging text prompts on faces: held-out prompts and scorers that took no part in training what they judge."""
