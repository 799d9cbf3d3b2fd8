"""The `fovea` command."""

import click

from fovea import __version__
from fovea_cli.backups import backup, restore
from fovea_cli.cleanup import cleanup
from fovea_cli.crawl import crawl
from fovea_cli.deleted_accounts import remove_deleted_accounts
from fovea_cli.image import image
from fovea_cli.image_search import image_search
from fovea_cli.importing import import_folder
from fovea_cli.keys import keys
from fovea_cli.links import links
from fovea_cli.metrics import metrics
from fovea_cli.query import query
from fovea_cli.queue_view import queues
from fovea_cli.recommend import recommend
from fovea_cli.scan import scan
from fovea_cli.scrape import scrape
from fovea_cli.search import search
from fovea_cli.stacks import stacks
from fovea_cli.stats import stats
from fovea_cli.status import status
from fovea_cli.stop import stop
from fovea_cli.subscribe import subscribe
from fovea_cli.subscriptions import subscriptions
from fovea_cli.up import up
from fovea_cli.users import users
from fovea_cli.workers import workers


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fovea")
def main() -> None:
    """Fovea finds the photos you will love next, from those you love."""


main.add_command(up)
main.add_command(recommend)
main.add_command(search)
main.add_command(status)
main.add_command(image)
main.add_command(image_search)
main.add_command(query)
main.add_command(scan)
main.add_command(import_folder)
main.add_command(subscribe)
main.add_command(subscriptions)
main.add_command(scrape)
main.add_command(crawl)
main.add_command(links)
main.add_command(keys)
main.add_command(users)
main.add_command(cleanup)
main.add_command(remove_deleted_accounts)
main.add_command(stats)
main.add_command(stop)
main.add_command(backup)
main.add_command(restore)
main.add_command(workers)
main.add_command(queues)
main.add_command(metrics)
main.add_command(stacks)

if __name__ == "__main__":
    main()
