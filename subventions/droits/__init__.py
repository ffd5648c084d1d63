"""Rights: what a partner is owed for an exercice, from what was frozen when it was declared.

Models stand in ``subventions.models.droits``, so that payments and letters find them.
"""
