"""What declarations read of files that people bring."""
