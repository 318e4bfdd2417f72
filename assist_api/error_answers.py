"""From errors to answers in the one shape, for the public and the internal app alike."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assist_api.errors import BadInput, ErrorBody, ErrorInfo, XiaoerError, body_of

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 500: "internal"}
"""Of answers that the framework gives by itself."""


def answer_errors_in_one_shape(app: FastAPI) -> None:
    @app.exception_handler(XiaoerError)
    async def _ours(_request: Request, error: XiaoerError) -> JSONResponse:
        return JSONResponse(body_of(error), status_code=error.status)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # `input` and `ctx` may repeat private data or hold things JSON cannot: left out.
        fields = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["msg"]} for e in error.errors()]
        ours = BadInput("请求内容有误，请检查后再试", fields=fields)
        return JSONResponse(body_of(ours), status_code=ours.status)

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        body = _plain(error.status_code, str(error.detail))
        return JSONResponse(body, status_code=error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    async def _unforeseen(_request: Request, _error: Exception) -> JSONResponse:
        return JSONResponse(_plain(500, "系统出了点问题，请稍后再试"), status_code=500)


def _plain(status: int, message: str) -> dict[str, Any]:
    code = _CODES.get(status, f"http_{status}")
    return ErrorBody(error=ErrorInfo(code=code, message=message)).model_dump()
