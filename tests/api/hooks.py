"""What schemathesis cannot know: pieces of the tus protocol are plain bytes."""

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
