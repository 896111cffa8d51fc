"""Training: what is optimised, how, and how it goes on where it was cut."""
