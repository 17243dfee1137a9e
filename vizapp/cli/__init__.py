"""The command line: one recommendation, a batch of them, descriptions, conversions.

Stands on `workflow` alone and knows no Qt. Three rules hold for every command:
what was asked for goes to standard output and nothing else does; notices and
errors go to standard error; the exit code is 0, 1 (failed), 2 (usage) or 130 (Ctrl+C).

Decisions: a package instead of one module, because arguments, the batch
protocol and the text for people change for different reasons. A batch that has
answered every line, be it with an error, has not failed: its exit code is 0,
and each line says for itself what became of it.
"""
