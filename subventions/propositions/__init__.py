"""Barèmes on screen: values proposed by one person, published by another, never rewritten."""
