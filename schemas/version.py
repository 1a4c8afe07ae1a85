"""The version that every row carries and that the package is built as."""

VERSION = "0.1.0"
PIPELINE_VERSION = f"newslake-{VERSION}"
