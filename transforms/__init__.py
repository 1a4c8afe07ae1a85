"""The steps of the pipeline, one folder each, in the order of the flow."""
