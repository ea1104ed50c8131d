"""What the metrics stand on: checked columns, groups, panels and the formulae, for arrays of any origin."""
