"""Alembic's entry: runs the scripts on the connection that `fovea.database.migrations` gives."""

from alembic import context

from fovea.database.crawl_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
