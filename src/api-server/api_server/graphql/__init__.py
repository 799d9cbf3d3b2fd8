"""GraphQL: the library, in our shape and in the older system's."""
