"""Settings that all tests share: random examples are the same on every run, and slow machines are no failure."""

import hypothesis

hypothesis.settings.register_profile("s2b", derandomize=True, deadline=None)
hypothesis.settings.load_profile("s2b")
