"""Which files people may send, and how a file that does not fit is refused: kindly, with what to do instead."""

from __future__ import annotations

from bot.dialogue import MEDIA, Media
from bot.speech import Medium, Text
from bot.texts import _
from handlers.turn import Turn

MEGABYTE = 1024 * 1024
APPLES = (".heic", ".heif")

TOO_BIG = _("That file is too large: {most} MB fit. Please send a photo, or a shorter video.")
TOO_LONG = _("That video is {seconds} seconds long; {most} seconds fit. Please send a shorter one, or a photo.")
NO_PICTURE = _("I cannot open that kind of picture. Please send it as a photo and not as a file.")
NO_FILES = _("I do not take files of that kind: only photos, voice messages and short videos. A photo of it is fine.")
ENOUGH = _("I have {tally} already, which is the most that fits. What you sent just now is not kept.")


def why_not(turn: Turn) -> Text | None:
    """Return why a file cannot be taken, None when it can, or when there is none."""
    file, report = turn.incoming.attached, turn.tx.policy.report
    if file is None:
        return None
    if file.kind not in MEDIA:
        is_picture = file.mime.startswith("image/") or file.name.casefold().endswith(APPLES)
        return NO_PICTURE if is_picture else NO_FILES
    if file.size > report.largest_file_mb * MEGABYTE:
        return TOO_BIG(most=report.largest_file_mb)
    if file.kind == "video" and file.seconds > report.longest_video_seconds:
        return TOO_LONG(seconds=file.seconds, most=report.longest_video_seconds)
    return _too_many(turn, file.kind)


def _too_many(turn: Turn, kind: Medium) -> Text | None:
    report = turn.tx.policy.report
    most = {"photo": report.most_photos, "voice": report.most_voices, "video": report.most_videos}[kind]
    kept = turn.draft.journal.get("photos", {}).get("items", []) if turn.draft is not None else []
    same = [shot for item in kept if (shot := Media().load(item)).attached.kind == kind]
    return ENOUGH(tally=Media().tally(same)) if len(same) >= most else None


def is_unfit(turn: Turn) -> bool:
    """Tell whether a message brings a file that cannot be taken."""
    return why_not(turn) is not None
