"""The built web pages: one HTML file a page, hashed assets, and the widget's bundle."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from assist_api.errors import Unavailable

PAGES = {
    "/": "index.html",
    "/demo": "demo.html",
    "/console": "console.html",
    "/panel": "panel.html",
    "/studio": "studio.html",
    "/owner": "owner.html",
}
WIDGET = "/widget.js"


def serve_pages(app: FastAPI, folder: Path) -> None:
    """Pages are looked up when asked for, so that the API also starts before they are built."""
    for path, name in PAGES.items():
        _serve_file(app, path, folder / name, "text/html; charset=utf-8", "no-cache")
    _serve_file(app, WIDGET, folder / "widget.js", "text/javascript; charset=utf-8", "public, max-age=300")
    app.mount("/assets", StaticFiles(directory=folder / "assets", check_dir=False), name="assets")


def _serve_file(app: FastAPI, path: str, file: Path, media_type: str, cache: str) -> None:
    def page() -> FileResponse:
        if not file.is_file():
            raise Unavailable("页面还没有构建，请先运行 make run", code="pages_missing")
        return FileResponse(file, media_type=media_type, headers={"Cache-Control": cache})

    app.add_api_route(path, page, methods=["GET"], include_in_schema=False, name=file.name)
