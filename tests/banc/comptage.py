"""How many queries a request made, told in a header of its answer."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ENTETE = "X-Banc-Requetes"


class ComptageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        compte = 0

        def compter(executer: Any, *arguments: Any) -> Any:
            nonlocal compte
            compte += 1
            return executer(*arguments)

        with connection.execute_wrapper(compter):
            reponse = self.get_response(request)
        reponse[ENTETE] = str(compte)
        return reponse
