"""`python -m api_server`: serve the API."""

from api_server.server import serve, settings_from_environment

if __name__ == "__main__":
    serve(settings_from_environment())
