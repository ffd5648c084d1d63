"""Who may open the pages where rights are asked for, granted, reviewed and withdrawn."""

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {}
