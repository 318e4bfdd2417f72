"""The one error tree and its one shape on the wire.

XiaoerError
├── BadInput            422  a value is wrong; details name the field
├── TooLarge            413
├── Unauthenticated     401  who are you?
├── Forbidden           403  you may not
├── NotFound            404  also what belongs to somebody else
├── Conflict            409  the state forbids it (code says why: illegal_move, already_claimed, ...)
├── VersionMismatch     412  If-Match names an old version
├── VersionRequired     428  If-Match is missing
├── TooManyRequests     429  details.retry_after in seconds
└── Unavailable         503  a part we depend on does not answer
"""

from typing import Any, ClassVar

from pydantic import BaseModel


class XiaoerError(Exception):
    """Base of everything we raise on purpose; `message` is shown to people (Chinese), `code` is for programs."""

    status: ClassVar[int] = 500
    default_code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details = details


class BadInput(XiaoerError):
    status = 422
    default_code = "bad_input"


class TooLarge(XiaoerError):
    status = 413
    default_code = "too_large"


class Unauthenticated(XiaoerError):
    status = 401
    default_code = "unauthenticated"


class Forbidden(XiaoerError):
    status = 403
    default_code = "forbidden"


class NotFound(XiaoerError):
    status = 404
    default_code = "not_found"


class Conflict(XiaoerError):
    status = 409
    default_code = "conflict"


class VersionMismatch(XiaoerError):
    status = 412
    default_code = "version_mismatch"


class VersionRequired(XiaoerError):
    status = 428
    default_code = "version_required"


class TooManyRequests(XiaoerError):
    status = 429
    default_code = "too_many_requests"


class Unavailable(XiaoerError):
    status = 503
    default_code = "unavailable"


class ErrorInfo(BaseModel):
    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorBody(BaseModel):
    """The shape of every error answer."""

    error: ErrorInfo


def body_of(error: XiaoerError) -> dict[str, Any]:
    return ErrorBody(error=ErrorInfo(code=error.code, message=error.message, details=error.details)).model_dump()
