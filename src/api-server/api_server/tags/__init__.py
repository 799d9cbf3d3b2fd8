"""Tags: what there is, their namespaces, aliases and implications."""
