"""What the metrics stand on."""
