"""What several widgets need: how a page is loaded, its parts, the grid, the walk over a map, layers."""
