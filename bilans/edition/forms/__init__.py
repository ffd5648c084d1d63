"""Forms of the editor: they read and check what is typed, services decide."""
