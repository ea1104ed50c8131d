"""What `make build` runs: data and pages are programs, the other files are their steps."""
