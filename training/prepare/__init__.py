"""From labelled pictures of others to a dataset."""
