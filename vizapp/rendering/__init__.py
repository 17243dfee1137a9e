"""Charts: a chart of the library and a table become Vega-Lite, images and mark regions.

May import `components`, `profile`, `data` and `core`, never `reasoning`; vl_convert
and Altair's schema live here alone, in `engine.py` and `vega_lite.py`.

Decisions: what a chart shows is computed in pandas before anything is embedded
(filter, time unit, aggregate, top N, bins, sample), so that a specification stays
small and every reduction can be said in a footnote. Columns travel under aliases
(`c0`, `c1` ...) because names with dots, brackets or quotes break Vega's field
paths; people read titles and tooltips, which are computed here too, so that
numbers and dates read the same in a native view, a browser and a screen reader.
Drawing functions return plain Vega-Lite dicts; `chart.py` alone has them checked
against Altair's schema. A component with a `mark` is drawn
by the function for that Vega-Lite mark from what its channels encode, one with a
`layout` by the function of that name; no function knows a component by name.
Rejected: Vega-Lite's own aggregates and time units, which would ship every row;
its `boxplot` and `bin`, which give no tooltip of their own; a projection for the
map, because polygon winding and zooming are simpler in plain coordinates.
"""
