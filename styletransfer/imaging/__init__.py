"""Pictures: reading, writing, masks, colours, sizes, tiles."""
