"""The demonstration's data: invented people and partners, real services.

What is told stands in the TOML files of this folder: who, where, and how far each declaration has
come. The figures are made by ``activite`` and ``finances``; everything then happens through the
services of the trade, replayed in order on past dates. Nothing writes a state by hand.
"""
