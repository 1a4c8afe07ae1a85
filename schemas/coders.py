"""Registers the records with Beam, so that they are encoded by schema and not pickled."""

from apache_beam.coders import registry
from apache_beam.coders.row_coder import RowCoder

from schemas.records import Document, Item, Location, Page
from schemas.tables import Article, Mention, Reject, Relation

RECORDS = (Location, Item, Page, Article, Mention, Relation, Document, Reject)


def register() -> None:
    """Register every record's row coder; again does no harm."""
    for record in RECORDS:
        registry.register_row(record)


register()
