"""Pure rules of the subsidies: plain data and Decimals in, results with their steps out."""
