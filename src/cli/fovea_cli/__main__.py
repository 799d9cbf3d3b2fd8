"""`python -m fovea_cli` is `fovea`."""

from fovea_cli.main import main

main()
