"""The component library: one declaration per chart, and what derives from it.

May import `profile` and `core`; knows no pandas, Altair or llama.cpp.

Decisions: the client's types (STR, INT ...) are what channels accept, because
they are what a description says; measurement types belong to the drawing. A
component that reads its parameters in two ways has two forms instead of
optional channels that exclude each other, so that grammar and checker need no
special case.
"""
