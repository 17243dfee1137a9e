"""What does not look right on a drawn chart, why, and what would mend it.

The rules look at what is really on the picture: the Vega-Lite with its rows and the
scenegraph that Vega lays out of it, in which labels are hidden, cut and turned. A fix is
an ordinary edit of the chart or of its looks, and is offered only where the chart that
it makes keeps the library's contract and no longer has the fault.

Rejected: rules on the specification alone. Whether labels collide follows from the
room, the language and the font, which the specification does not know.
"""
