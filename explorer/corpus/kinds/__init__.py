"""The kinds of files that hold text: telling them by their content, and reading their documents as a stream."""
