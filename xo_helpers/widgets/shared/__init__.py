"""What several widgets need: how a view is loaded, the grid, the walk over a map, a network's layers."""
