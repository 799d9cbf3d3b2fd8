"""`python -m api_server`: serve the API."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

from api_server.server import serve, settings_from_environment

if __name__ == "__main__":
    serve(settings_from_environment())
