"""Errors, cancellation, paths and settings; standard library only."""
