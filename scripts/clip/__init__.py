"""Teach the shipped CLIP: captions, labelled pictures, training and scores."""
