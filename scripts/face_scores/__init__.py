"""Scores and labels of faces: published scorers, landmark geometry, and the measures of generators and encoders."""
