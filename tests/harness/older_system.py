"""photo-recommender's tables and its two recommendation queries, for MariaDB: the oracle of tests, the
rival of benchmarks.

Written after the description of that system: the same tables with the same keys, the same derived tables
joined in the same way, so that the answers and the work of the server are those of the older system.
"""

from sqlalchemy import Connection, text

TABLES = (
    """
    CREATE TABLE older_favorites (
        id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        image_id VARCHAR(64) NOT NULL,
        image_owner VARCHAR(32) NOT NULL,
        image_url VARCHAR(2083) NOT NULL,
        favorited_by VARCHAR(32) NOT NULL,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        UNIQUE KEY (image_id, favorited_by),
        KEY (favorited_by),
        KEY (image_owner),
        KEY (image_id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
    """,
    """
    CREATE TABLE older_followers (
        id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        follower_id VARCHAR(32) NOT NULL,
        followee_id VARCHAR(32) NOT NULL,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        UNIQUE KEY (followee_id, follower_id),
        KEY (follower_id),
        KEY (followee_id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
    """,
    """
    CREATE TABLE older_dismissed_photos (
        id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id VARCHAR(32) NOT NULL,
        image_id VARCHAR(64) NOT NULL,
        UNIQUE KEY (user_id, image_id),
        KEY (user_id),
        KEY (image_id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
    """,
    """
    CREATE TABLE older_dismissed_users (
        id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id VARCHAR(32) NOT NULL,
        dismissed_id VARCHAR(32) NOT NULL,
        UNIQUE KEY (user_id, dismissed_id),
        KEY (user_id),
        KEY (dismissed_id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
    """,
)

TABLE_NAMES = ("older_favorites", "older_followers", "older_dismissed_photos", "older_dismissed_users")

INSERT_FAVORITE = """
    INSERT IGNORE INTO older_favorites (image_id, image_owner, image_url, favorited_by)
    VALUES (:image_id, :image_owner, :image_url, :favorited_by)
"""

_NEIGHBOURS = "SELECT DISTINCT image_owner FROM older_favorites WHERE favorited_by = :user"

# How similar each neighbour's taste is: a row a neighbour with at least one stored favourite.
_NEIGHBOUR_SCORES = f"""
    SELECT
        totals.neighbour,
        totals.favorites,
        IFNULL(commons.shared, 0) AS shared,
        150 * SQRT(IFNULL(commons.shared, 0) / (totals.favorites + 250)) AS score
    FROM (
        SELECT favorited_by AS neighbour, COUNT(image_id) AS favorites
        FROM older_favorites
        WHERE favorited_by IN ({_NEIGHBOURS})
        GROUP BY favorited_by
    ) AS totals
    LEFT JOIN (
        SELECT theirs.favorited_by AS neighbour, COUNT(theirs.image_id) AS shared
        FROM older_favorites AS mine
        JOIN older_favorites AS theirs ON mine.image_id = theirs.image_id
        WHERE mine.favorited_by = :user AND theirs.favorited_by IN ({_NEIGHBOURS})
        GROUP BY theirs.favorited_by
    ) AS commons ON totals.neighbour = commons.neighbour
"""

PHOTOS_QUERY = f"""
    SELECT candidates.image_id, candidates.image_owner, candidates.image_url, SUM(scores.score) AS total_score
    FROM (
        SELECT image_id, image_owner, image_url, favorited_by
        FROM older_favorites
        WHERE favorited_by IN ({_NEIGHBOURS})
          AND image_id NOT IN (SELECT image_id FROM older_favorites WHERE favorited_by = :user)
          AND image_id NOT IN (SELECT image_id FROM older_dismissed_photos WHERE user_id = :user)
    ) AS candidates
    JOIN ({_NEIGHBOUR_SCORES}) AS scores ON candidates.favorited_by = scores.neighbour
    GROUP BY candidates.image_id
    ORDER BY total_score DESC
    LIMIT 0, :limit
"""

PEOPLE_QUERY = f"""
    SELECT ranked.neighbour, ranked.favorites, ranked.shared, ranked.score
    FROM ({_NEIGHBOUR_SCORES}) AS ranked
    WHERE ranked.neighbour NOT IN (SELECT followee_id FROM older_followers WHERE follower_id = :user)
      AND ranked.neighbour NOT IN (SELECT dismissed_id FROM older_dismissed_users WHERE user_id = :user)
    ORDER BY ranked.score DESC
    LIMIT 0, :limit
"""


def create(connection: Connection) -> None:
    """Creates the older system's tables, empty."""
    for name in TABLE_NAMES:
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    for statement in TABLES:
        connection.execute(text(statement))


def photos(connection: Connection, user: str, limit: int) -> list[tuple[str, float]]:
    """(image id, score) as the older system recommends them, best first."""
    _let_columns_stay_ungrouped(connection)
    rows = connection.execute(text(PHOTOS_QUERY), {"user": user, "limit": limit})
    return [(row.image_id, float(row.total_score)) for row in rows]


def people(connection: Connection, user: str, limit: int) -> list[tuple[str, float]]:
    """(account id, score) as the older system recommends them, best first."""
    rows = connection.execute(text(PEOPLE_QUERY), {"user": user, "limit": limit})
    return [(row.neighbour, float(row.score)) for row in rows]


def _let_columns_stay_ungrouped(connection: Connection) -> None:
    # The photo query selects columns that it does not group by, as its original does.
    connection.execute(text("SET SESSION sql_mode = REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', '')"))
