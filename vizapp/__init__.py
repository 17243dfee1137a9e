"""vizapp: a desktop chart recommender with a local reasoning model."""

__version__ = "0.1.0"
