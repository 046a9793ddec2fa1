"""Painters of the shipped style pictures: one manner or family of manners a file."""
