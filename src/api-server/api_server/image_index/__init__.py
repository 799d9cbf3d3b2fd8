"""The index of images of this process: `current().image_index.now()` is an `fovea.image_index.ImageIndex`, as
fresh as a second ago.
"""

from api_server.image_index.handle import IndexHandle, IndexNotReady

__all__ = ["IndexHandle", "IndexNotReady"]
