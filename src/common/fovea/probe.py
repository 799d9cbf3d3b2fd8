"""`python -m fovea.probe`: exit code 0 when the process of this container answers that it is alive, else 1.

For the health checks of containers, which have no curl. SERVICE says whose address it is.
"""

import os
import sys
import urllib.request

PORTS = {"api-server": ("FOVEA_PORT", 8400), "simulator": ("FOVEA_SIMULATOR_PORT", 8410)}
WORKERS = ("FOVEA_HEALTH_PORT", 8440)


def main() -> int:
    """Ask once."""
    name, default = PORTS.get(os.environ.get("SERVICE", ""), WORKERS)
    address = f"http://127.0.0.1:{os.environ.get(name) or default}/health/live"
    try:
        with urllib.request.urlopen(address, timeout=5):
            return 0
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{address}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
