"""The site: templates that are filled with what the package's public functions give."""
