"""`python -m api_server.image_index`: make a segment, as `building` says."""

from api_server.image_index.building import main

if __name__ == "__main__":
    main()
