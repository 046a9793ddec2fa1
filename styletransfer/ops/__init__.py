"""Pure tensor functions, one idea a file."""
