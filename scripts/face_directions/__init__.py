"""Scorers that directions of the face generator are found and judged with."""
