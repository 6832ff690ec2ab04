"""Values of media types: the document's example, else a sample; each plain one is made once."""

from random import Random
from typing import Any

from mock_server.accept import concrete, is_json
from mock_server.refusal import Refusal
from spec.operations import MediaType
from spec.samples import NoSample, dynamic, static
from spec.schemas import Schemas


class Sampler:
    """Makes the bodies of answers that no rule decides. Random ones follow from the seed and the order of the requests."""

    def __init__(self, schemas: Schemas, *, seed: int | None = None) -> None:
        self._schemas = schemas
        self._random = Random(seed)  # noqa: S311  # test data, no secret
        self._plain: dict[str, Any] = {}

    def sample(self, content: MediaType, is_random: bool) -> Any:
        """The first example that keeps the schema, else a sample; or a random sample.

        None where there is neither schema nor example. Raises Refusal (500) where no sample can be made, which says where to add
        an example.
        """
        try:
            return self._drawn(content) if is_random else self._kept(content)
        except NoSample as error:
            raise Refusal(
                500,
                f"the document describes no answer that could be made up: {error.reason}; "
                f"add an example to the document at {content.pointer}",
                title="No sample",
                details={"pointer": content.pointer, "reason": error.reason},
            ) from None

    def _drawn(self, content: MediaType) -> Any:
        if content.schema is None:
            return self._kept(content)
        is_valid = self._schemas.validator(content.schema, "response").is_valid
        return dynamic(self._schemas.bundle(content.schema, "response"), is_valid, self._random)

    def _kept(self, content: MediaType) -> Any:
        if content.pointer not in self._plain:
            self._plain[content.pointer] = self._made(content)
        return self._plain[content.pointer]

    def _made(self, content: MediaType) -> Any:
        if content.schema is None:
            return content.examples[0].value if content.examples else None
        is_valid = self._schemas.validator(content.schema, "response").is_valid
        for example in content.examples:
            # An example of XML, say, is its text (OAS 3.1 section 4.8.14), while the schema speaks of its data.
            if not is_json(concrete(content.name)) or is_valid(example.value):
                return example.value
        return static(self._schemas.bundle(content.schema, "response"), is_valid)
