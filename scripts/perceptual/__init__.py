"""Training of the compact perceptual network: a VGG-19 of a quarter of the width, distilled from published teachers."""
