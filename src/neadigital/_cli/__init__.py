"""The commands of the command line, and how they print and write."""
