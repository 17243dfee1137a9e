"""Functions that compute the marks of charts that Vega-Lite has no word for.

`all.layouts()` returns them by the name that a component's declaration gives as its
`layout`; a test holds the two sets against each other.
"""
