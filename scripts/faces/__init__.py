"""Training pictures, models and scores of the face models that ship."""
