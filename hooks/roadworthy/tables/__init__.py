"""Data that one can read and extend without reading code: tool verbs, known images, secret names."""
