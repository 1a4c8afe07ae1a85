"""A larger network that labels text for the pipeline to learn from; none of it is shipped."""
