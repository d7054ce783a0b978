from django.apps import AppConfig


class AbsoluttConfig(AppConfig):
    name = "absolutt"
