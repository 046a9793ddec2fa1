"""Parts of the training of the compact wavelet network."""
