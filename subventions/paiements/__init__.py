"""Paying a subsidy: profiles of acomptes, schedules, bank accounts, lots of payments, indus."""
