"""What people say of an image: its rating. (Whether it shows writing: `fovea.database.image_labels`.)"""

from sqlalchemy import Connection, update

from fovea.database.library_tables import images


def set_rating(connection: Connection, image_id: int, rating: int | None) -> None:
    """Rate an image: no source changes that. None lets sources' word count again, which is then to be derived
    (`fovea.database.image_facts`).
    """
    values = {"rating_set": False} if rating is None else {"rating": rating, "rating_set": True}
    connection.execute(update(images).where(images.c.id == image_id).values(values))
