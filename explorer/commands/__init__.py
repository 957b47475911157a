"""The commands of the core, one module each; `explorer.cli` puts them together."""
