"""newslake as a Dataflow Flex Template."""
