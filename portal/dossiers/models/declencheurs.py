"""What triggers on the row of a file say, whatever its kind: refused as a check constraint is."""


def refuser(nom: str, message: str) -> str:
    """The order that refuses a row, in PL/pgSQL: an IntegrityError that bears the rule's name."""
    return (
        f"RAISE EXCEPTION '{nom} : {message}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{nom}';"
    )
