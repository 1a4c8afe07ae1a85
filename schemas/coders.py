"""Registers the records with Beam, so that they are encoded by schema and not pickled."""

import dataclasses
import uuid

from apache_beam.coders import registry
from apache_beam.typehints.row_type import _BEAM_SCHEMA_ID

from schemas.records import Document, Item, Location, Page
from schemas.tables import Article, Mention, Reject, Relation, Removal

RECORDS = (Location, Item, Page, Article, Mention, Relation, Removal, Document, Reject)


def schema_id(record: type) -> str:
    """The id of a record's schema: the same in every process, and another one when its fields change.

    A worker finds the class that an encoded row becomes by this id alone. Beam's own is drawn at random in each
    process, so that on any worker but the driver's a record would come out as a nameless tuple. A UUID, since Beam's
    Java side reads it as one.
    """
    fields = ", ".join(f"{field.name}: {field.type}" for field in dataclasses.fields(record))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"newslake:{record.__name__}({fields})"))


def register() -> None:
    """Register every record's row coder; again does no harm."""
    for record in RECORDS:
        setattr(record, _BEAM_SCHEMA_ID, schema_id(record))
    for record in RECORDS:
        registry.register_row(record)


register()
