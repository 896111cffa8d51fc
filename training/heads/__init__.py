"""The detector of heads: trained on drawings whose heads the stage knows, and measured on others."""
