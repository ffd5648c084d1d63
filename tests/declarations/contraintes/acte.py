"""What a case is: an act on a declaration, that the database refuses."""

from collections.abc import Callable

from declarations.models import Declaration
from tests.monde import Monde

Acte = Callable[[Monde, Declaration], object]
