"""Files that people send, read into plain data: every mistake is told with its place."""
