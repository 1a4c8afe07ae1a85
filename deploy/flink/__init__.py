"""A standalone Flink cluster on this machine, from published jars: `python -m deploy.flink start | submit | stop`."""
