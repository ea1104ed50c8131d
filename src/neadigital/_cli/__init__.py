"""What stands behind the command line: its commands, how they look in a terminal, pictures and exports in files."""
