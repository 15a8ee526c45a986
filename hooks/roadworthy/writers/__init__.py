"""What changes files: edits and how they are written, a fixer for each rule that has one, example files of variables."""
