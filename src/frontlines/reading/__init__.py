"""A file, a web page or pasted text becomes an Article."""
