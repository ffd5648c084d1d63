"""Who may open the pages of the bilans."""

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {}
