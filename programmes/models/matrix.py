"""The sector matrix: which services there are for children and young people, level by level."""

from django.db import models

from programmes.models.content import ContentRow, says
from programmes.models.programmes import Programme
from programmes.words import WordsField


class SectorLevel(ContentRow):
    """A column: «Regional stat», «Kommune»."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sector_levels")
    name = WordsField()

    class Meta(ContentRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_level_order_once"),
            says("programmes_level_has_a_name", "name"),
        ]

    def __str__(self):
        return str(self.name)


class Sector(ContentRow):
    """A row: one service, from its ministry down to the municipality. The documents give it no name of its own; what
    it is, its cells say. Its version guards them."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sectors")

    class Meta(ContentRow.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "order"], name="programmes_sector_order_once")]

    def __str__(self):
        return f"{self.order}"


class SectorCell(models.Model):
    """Who does a service at a level. Nobody does where there is no cell; ``uncertain`` is the documents' own «?»."""

    sector = models.ForeignKey(Sector, on_delete=models.CASCADE, related_name="cells")
    level = models.ForeignKey(SectorLevel, on_delete=models.CASCADE, related_name="cells")
    text = WordsField()
    uncertain = models.BooleanField(default=False)

    class Meta:
        ordering = ["sector", "level"]
        constraints = [
            models.UniqueConstraint(fields=["sector", "level"], name="programmes_cell_once"),
            says("programmes_cell_says_something", "text"),
        ]

    def __str__(self):
        return f"{self.text}{'?' if self.uncertain else ''}"
