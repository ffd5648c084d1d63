"""The diagnostic that prepares a CTG: a small request of its own, financed once for each CTG."""
