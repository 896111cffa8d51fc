"""How well a model holds the sizes of shots, measured by judges whose own errors are measured first."""
