"""From an attribute description to a thought, charts and their probabilities.

May import `components`, `profile` and `core`; knows no DataFrame and no Qt.

Decisions. llama.cpp lives in a child process (`client`, `worker`), as it may end
its process and is not thread-safe; `llama` and its neighbours alone import it. A GGUF
of our own speaks a token stream (`specials`, `stream`, `guide`, `expand`, `writing`,
`native`); any other speaks the client's text and JSON under a grammar (`chat`). Every
reasoner yields the same events (`events`, `reasoner`) and passes one contract suite.
Hand rules (`rules`) answer when no model can, and say so. A question's words are marked
with what they name (`marks`, from `linking`, `mentions`, `cues`) before our own model
reads them; what they weigh beside the model is said by `leaning`. Samples are decoded in
one batch and voted on (`consistency`) where that is asked for.

Rejected: two decoding threads for small models (beside other work they wait for
each other at every node), and one cache for all answers of our own model (an
answer would then depend on earlier ones in its last digits).
"""
