"""Photos drawn on request: scenes for forty tastes, in the style of thousands of photographers."""
