"""The last step, which `make build` runs: data and pages are programs that write files."""
