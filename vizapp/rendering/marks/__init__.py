"""Functions that draw components from their `mark` and what their channels encode.

One function per Vega-Lite mark, in `all.MARKS`; what differs between two
components of one mark (a bar that lies down, a bar that bins) is in their
declarations.
"""
