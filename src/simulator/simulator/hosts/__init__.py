"""The hosts that the simulator stands for: https://HOST/path is reached at <simulator>/-/HOST/path."""
