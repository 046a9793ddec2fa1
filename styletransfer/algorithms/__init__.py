"""The algorithms: a config and one main function each; models are handed in, never loaded."""
