"""The closed lists of values that columns of the tables take."""

from schemas.tables import BODY, TITLE

FIELDS = (TITLE, BODY)

# The entity types of OntoNotes 5.0 (LDC2013T19).
LABELS = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "NORP",
    "FAC",
    "EVENT",
    "PRODUCT",
    "WORK_OF_ART",
    "LAW",
    "LANGUAGE",
    "DATE",
    "TIME",
    "MONEY",
    "PERCENT",
    "QUANTITY",
    "ORDINAL",
    "CARDINAL",
)

POLARITIES = ("affirmed", "negated")
MODALITIES = ("asserted", "possible", "planned", "obligated", "conditional", "desired", "asked")
