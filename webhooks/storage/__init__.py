"""SQLite: the tables, the one writer, and the doors to reading and writing."""
