"""Environment variables: where code reads them, where they are documented, who sets them."""
