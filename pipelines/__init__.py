"""What can be run: the command line, the graph, the local driver."""
