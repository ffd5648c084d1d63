"""Static files, served by whitenoise: names that carry a hash, compressed once for all."""

from collections.abc import Iterable, Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

CARTE = "sourceMappingURL"
# One statement at the start of a line, as ours are written, and what it becomes.
IMPORTATION = (
    r"""(?P<matched>(?m:^)(?P<import>import\b[^;'"]*)"(?P<url>\./[^"]+\.js)";)""",
    """%(import)s"%(url)s";""",
)


class StockageStatique(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which leaves source maps alone and never compresses twice.

    A style sheet or script ends with a comment naming its source map, for debuggers.
    Django would hash and rewrite that name too, hence fail on a package that ships no map.
    Here the comment stays, maps keep their plain name (a debugger finds them) and are
    neither hashed nor compressed: Bootstrap's weigh ten times its style sheet.


    A module of JavaScript that imports another one beside it follows its name, hash included.
    Django's own option does so too, but reads examples in comments as imports and fails on them.
    """

    patterns = (
        *(
            (extension, tuple(motif for motif in motifs if CARTE not in str(motif)))
            for extension, motifs in CompressedManifestStaticFilesStorage.patterns
        ),
        ("*.js", (IMPORTATION,)),
    )

    def post_process(
        self, paths: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        sans_cartes = {nom: source for nom, source in paths.items() if not nom.endswith(".map")}
        yield from super().post_process(sans_cartes, *args, **kwargs)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only what pages link to, and only once: a name with a hash never changes content."""
        nommes = set(self.hashed_files.values())
        nouveaux = {nom for nom in paths if nom in nommes and not self.exists(f"{nom}.gz")}
        yield from super().compress_files(nouveaux)
