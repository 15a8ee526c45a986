"""The system in one picture, for the documents: what runs, where it is deployed, by what, and how it is operated."""
