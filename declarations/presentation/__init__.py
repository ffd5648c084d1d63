"""How a declaration is described in a list: state, whose turn it is, by when, how much."""
