"""What this installation of Fovea is."""
