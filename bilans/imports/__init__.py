"""Questionnaires that strangers send, read into plain data, each mistake with its place."""
