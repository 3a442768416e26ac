"""The log: one JSON line an event on stderr, made of codes and numbers, never of what people wrote."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "<hidden>"

_OURS = ("bot", "handlers", "storage", "__main__")
_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}")
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{6,}")
_TOKEN_IN_PATH = re.compile(r"/bot[^/\s]+")
_PHONE_OR_IDENTITY = re.compile(r"\d{7,}[Xx]?")
_LIBRARY_TEXT_SIZE = 200
_MOST_IN_LIST = 20


def setup(level: str) -> None:
    """Send every log line of this process to stderr as JSON, ours from `level` on, those of libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ProcessorFormatter(processors=_LINE, foreign_pre_chain=_LIBRARY, use_get_message=False))
    handler.addFilter(_wanted)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # When a log call itself fails, logging prints the call's arguments, which may be people's words.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _only_codes, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed
    sys.unraisablehook = _ignored


def logger(name: str) -> BoundLogger:
    """Return the log of one module, called with its `__name__`; an event is a code, its values codes and numbers."""
    log: BoundLogger = structlog.get_logger(name)
    return log


def fault(error: BaseException) -> dict[str, object]:
    """Describe an error by its type, our own lines it came through and its causes, never by its message."""
    where = [
        f"{module}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _is_ours(module := frame.f_globals.get("__name__", ""))
    ]
    described: dict[str, object] = {"error": type(error).__name__, "where": where[-_MOST_IN_LIST:]}
    causes = _causes(error)
    if causes:
        described["causes"] = [type(cause).__name__ for cause in causes]
    codes = [code for each in (error, *causes) if (code := _error_code(each)) is not None]
    return described | ({"code": codes[0]} if codes else {})


def short(described: Mapping[str, object]) -> str:
    """Return what `fault` gave in one code: the error and our line that it came through last."""
    where = described.get("where")
    return f"{described.get('error')}:{where[-1] if isinstance(where, list) and where else ''}"


def _error_code(error: BaseException) -> object:
    # What operating systems, SQLite and PostgreSQL call the error: a full disk has a code, and no words of people.
    names = (getattr(error, name, None) for name in ("sqlite_errorname", "sqlstate", "errno"))
    return next((name for name in names if isinstance(name, str | int)), None)


def _causes(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    waiting = _next_causes(error)
    while waiting and len(causes) < _MOST_IN_LIST:
        causes.append(waiting.pop(0))
        waiting += _next_causes(causes[-1])
    return causes


def _next_causes(error: BaseException) -> list[BaseException]:
    grouped = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    hidden = error.__suppress_context__ or error.__context__ is None
    before = error.__cause__ or (None if hidden else error.__context__)
    return [*grouped, before] if before else grouped


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in _OURS


def _wanted(record: logging.LogRecord) -> bool:
    # Asked of the handler, since a library may set the level of its own logger lower (SQLAlchemy's echo does).
    return record.levelno >= logging.WARNING or _is_ours(record.name)


def _only_codes(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    error = _error_of(event.pop("exc_info", None))
    shown = {name: _shown(value) for name, value in event.items()}
    return shown | (fault(error) if error else {})


def _shown(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if _is_code(value) else HIDDEN
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value[:_MOST_IN_LIST]]
    return HIDDEN


def _is_code(value: str) -> bool:
    return bool(_CODE.fullmatch(value)) and not (_TOKEN.search(value) or _PHONE_OR_IDENTITY.fullmatch(value))


def _library_text(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # The sentence that stands in the library's code: the values that belong into it are left out.
    record: logging.LogRecord = event["_record"]
    message: object = record.msg
    error = _error_of(event.get("exc_info")) or (message if isinstance(message, BaseException) else None)
    text = "" if isinstance(message, BaseException) else _harmless(str(message))
    described = {"_record": record, "_from_structlog": False, "event": "library", "text": text}
    return described | (fault(error) if error else {})


def _harmless(message: str) -> str:
    # Quotes, brackets and further lines are where libraries print values: asyncio its callbacks' arguments, for one.
    told = re.split(r"[\n'\"(<{\[]", message, maxsplit=1)[0]
    told = _TOKEN.sub(HIDDEN, _TOKEN_IN_PATH.sub(f"/bot{HIDDEN}", told))
    return told[:_LIBRARY_TEXT_SIZE].rstrip()


def _error_of(info: object) -> BaseException | None:
    if info is True:
        return sys.exc_info()[1]
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return info if isinstance(info, BaseException) else None


def _dated(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    # The record's own time, which is true also where the demo lives three days ahead.
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    head = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": event["event"]}
    return {**head, **event, **head}


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logger(__name__).critical("process.crashed", exc_info=error)


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    logger(__name__).critical("thread.crashed", exc_info=crash.exc_value)


def _ignored(ignored: sys.UnraisableHookArgs) -> None:
    logger(__name__).error("error.ignored", exc_info=ignored.exc_value)


_LINE: list[Processor] = [_dated, ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()]
_LIBRARY: list[Processor] = [_library_text]
