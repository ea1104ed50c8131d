"""The computations that the metrics share."""
