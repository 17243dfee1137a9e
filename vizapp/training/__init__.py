"""Teaching the bundled model: vocabularies, generated tables, gold thoughts, training, scores.

May import everything but `gui` and `cli`; torch and tokenizers live only here, and
the package is never frozen into a bundle.

Decisions: the label comes from the scenario that built a table, not from rules on
its shape, because tables of one shape call for different charts. Tables are
profiled by the app's own profiler, so the model reads in training what it reads
in use. `train` is one command with stages that keep their results. Real tables are
labelled by schema (`labels`), and whatever is alike stays in one split. What is
measured uses databases, tables and phrases that are never taught.
"""
