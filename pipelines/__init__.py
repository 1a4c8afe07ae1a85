"""What can be run: the command line, the graph, the local driver."""

import logging


def _not_about_apitools(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("apitools not found")


# Importing Beam warns on the root logger that BigQuery's client is missing, which newslake does not
# use; here, because each worker process imports this package before it imports Beam.
logging.getLogger().addFilter(_not_about_apitools)
