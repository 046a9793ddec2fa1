"""Model weights: what there is, where it is, and how it becomes a ready model."""
