"""What the metrics stand on: checked input, panels, the formulas of inequality, and least squares."""
