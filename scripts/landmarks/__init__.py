"""Train and score the 68-point landmark predictor."""
