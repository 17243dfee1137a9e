"""The parts of the window: each shows values and emits what the person asked for."""
