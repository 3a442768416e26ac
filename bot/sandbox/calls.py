"""Carries out one Bot API call: read, check, misbehave if ordered, play, journal."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.breaking import broken_by
from bot.sandbox.files import MOST_UPLOAD, Upload
from bot.sandbox.methods import PLAYED
from bot.sandbox.refusals import Refused, bad_request, not_played
from bot.sandbox.shapes import Json
from bot.sandbox.spec import spec
from bot.sandbox.validation import checked_call
from bot.sandbox.world import World


@dataclass
class Call:
    """A call as it arrived; `params` become the decoded ones once they are found right."""

    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def noted(self) -> Json:
        """Return the parameters for the journal; files are named, their bytes left out."""
        return {name: _noted(value) for name, value in {**self.uploads, **self.params}.items()}


async def read(method: str, request: Request) -> Call:
    """Read the parameters from the query and from a JSON, form or multipart body."""
    call = Call(spec().lowered.get(method.lower(), method), dict(request.query_params))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        call.params.update(_json_object(await request.body()))
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_part_size=1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    call.uploads[name] = Upload(value.filename or name, await value.read())
                else:
                    call.params[name] = value
    if any(len(upload.body) > MOST_UPLOAD for upload in call.uploads.values()):
        raise Refused(413, "Request Entity Too Large")
    return call


async def answer(world: World, call: Call) -> Response:
    """Carry out a call and return what goes over the wire."""
    fault = world.faults.take(call.method, call.params.get("chat_id"))
    # What stays when the connection breaks before anything happens.
    done: tuple[int, Json] = (0, {})

    async def carried_out() -> Response:
        nonlocal done
        done = await _outcome(world, call)
        return _wired(*done)

    try:
        response = await broken_by(fault, carried_out)
    except Refused as refused:
        done = (refused.code, refusal(refused))
        response = _wired(*done)
    status = done[0] or response.status_code * (response.status_code != 200)
    world.journal.write(call.method, call.noted(), status, done[1], fault.kind if fault else None)
    return response


def refusal(refused: Refused) -> Json:
    """Return the body that tells of a refusal."""
    body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    return {**body, "parameters": refused.parameters} if refused.parameters else body


def _wired(status: int, body: Json) -> Response:
    retry = body.get("parameters", {}).get("retry_after")
    return JSONResponse(body, status, {"Retry-After": str(retry)} if retry else None)


async def _outcome(world: World, call: Call) -> tuple[int, Json]:
    try:
        return 200, {"ok": True, "result": await _play(world, call)}
    except Refused as refused:
        return refused.code, refusal(refused)


async def _play(world: World, call: Call) -> Any:
    if call.method not in spec().methods:
        raise Refused(404, "Not Found")
    call.params = checked_call(call.method, call.params, call.uploads)
    call.uploads = {}
    if call.method not in PLAYED:
        raise not_played(call.method)
    result = PLAYED[call.method](world, call.params)
    return await result if inspect.isawaitable(result) else result


def _noted(value: Any) -> Any:
    if isinstance(value, Upload):
        return value.noted()
    if isinstance(value, dict):
        return {name: _noted(part) for name, part in value.items()}
    return [_noted(part) for part in value] if isinstance(value, list) else value


def _json_object(body: bytes) -> Json:
    try:
        given = json.loads(body or b"{}")
    except ValueError as wrong:
        raise bad_request("can't parse JSON object") from wrong
    if not isinstance(given, dict):
        raise bad_request("object expected")
    return given
