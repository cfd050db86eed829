"""The pictures that widgets leave behind: a file for each, named as its folder in widgets."""
