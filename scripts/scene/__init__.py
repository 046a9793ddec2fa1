"""Parts of the training of the scene parser: hand labels, their segments, disturbances and scores."""
