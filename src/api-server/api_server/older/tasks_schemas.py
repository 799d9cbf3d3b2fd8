"""Shapes of an older system's crawls, with its names, in its envelope."""

from marshmallow import EXCLUDE, Schema, fields, validate

from fovea.database.crawl_counts import NONTEXT, TEXT, UNCLASSIFIED


class OlderEnvelope(Schema):
    """What is in every answer; beside it stands `data`."""

    success = fields.Boolean(required=True)
    error = fields.String(required=True, allow_none=True)


class OlderEngine(Schema):
    """An engine."""

    name = fields.String(required=True)
    display_name = fields.String(required=True)


class OlderEngines(Schema):
    """All engines."""

    engines = fields.List(fields.Nested(OlderEngine), required=True)


class OlderEnginesAnswer(OlderEnvelope):
    """All engines."""

    data = fields.Nested(OlderEngines, required=True, allow_none=True)


class OlderNewTask(Schema):
    """What is wanted, for the document: it is read by hand, because what is wrong has words of its own."""

    keyword = fields.String(required=True)
    engines = fields.List(fields.String(), required=True)
    limit = fields.Integer(required=True, metadata={"description": "Results of each engine."})


class OlderTaskId(Schema):
    """A task that began."""

    id = fields.String(required=True, data_key="_id")


class OlderTaskIdAnswer(OlderEnvelope):
    """A task that began."""

    data = fields.Nested(OlderTaskId, required=True, allow_none=True)


class OlderTask(Schema):
    """A task."""

    keyword = fields.String(required=True)
    engines = fields.List(fields.String(), required=True)
    limit = fields.Integer(required=True)
    spider_done = fields.Boolean(required=True)
    classifier_done = fields.Boolean(required=True)


class OlderTaskAnswer(OlderEnvelope):
    """A task."""

    data = fields.Nested(OlderTask, required=True, allow_none=True)


class OlderListedTask(OlderTask):
    """A task in the list."""

    id = fields.String(required=True)


class OlderTasks(Schema):
    """Tasks, the oldest first."""

    tasks = fields.List(fields.Nested(OlderListedTask), required=True)


class OlderTasksAnswer(OlderEnvelope):
    """Tasks."""

    data = fields.Nested(OlderTasks, required=True, allow_none=True)


class OlderFile(Schema):
    """Where an archive is."""

    file = fields.String(required=True)


class OlderFileAnswer(OlderEnvelope):
    """Where an archive is."""

    data = fields.Nested(OlderFile, required=True, allow_none=True)


class OlderImagesQuery(Schema):
    """Of which task."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    task = fields.String(load_default="")


class OlderCrawledImage(Schema):
    """An image of a task."""

    url = fields.String(required=True)
    class_name = fields.String(
        required=True, data_key="class", validate=validate.OneOf([TEXT, NONTEXT, UNCLASSIFIED])
    )


class OlderCrawledImages(Schema):
    """The images of a task."""

    images = fields.List(fields.Nested(OlderCrawledImage), required=True)


class OlderImagesAnswer(OlderEnvelope):
    """The images of a task."""

    data = fields.Nested(OlderCrawledImages, required=True, allow_none=True)
