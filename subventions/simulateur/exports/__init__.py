"""Workbooks of the simulator."""
