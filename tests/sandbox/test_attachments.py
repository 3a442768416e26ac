"""Documents, voice messages and albums go both ways."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.conftest import RESIDENT, Side

CALL = "/bot424242:SANDBOX/"
SOUND = b"OggS" + bytes(40)


async def uploaded(side: Side, method: str, files: dict[str, Any], **fields: Any) -> Any:
    answer = (await side.http.post(CALL + method, files=files, data={"chat_id": RESIDENT, **fields})).json()
    assert answer["ok"], answer
    return answer["result"]


async def downloaded(side: Side, file_id: str) -> bytes:
    path = (await side.call("getFile", file_id=file_id))["file_path"]
    return (await side.http.get(f"/file{CALL}{path}")).content


async def test_the_bots_document_keeps_its_name_bytes_and_caption(side: Side) -> None:
    sent = await uploaded(
        side, "sendDocument", {"document": ("清单 1.csv", b"a,b\n")}, caption="<b>表</b>", parse_mode="HTML"
    )
    document = sent["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("清单 1.csv", "text/csv", 4)
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert await downloaded(side, document["file_id"]) == b"a,b\n"
    shown = await side.http.get(f"/sim/file/{document['file_id']}")
    assert (shown.content, shown.headers["content-type"]) == (b"a,b\n", "text/csv; charset=utf-8")
    assert shown.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6")
    again = await side.call("sendDocument", chat_id=RESIDENT, document=document["file_id"])
    assert again["document"] == document


async def test_the_bots_voice_goes_round(side: Side) -> None:
    sent = await uploaded(side, "sendVoice", {"voice": ("a.ogg", SOUND)}, duration=7)
    assert (sent["voice"]["duration"], sent["voice"]["mime_type"]) == (7, "audio/ogg")
    assert await downloaded(side, sent["voice"]["file_id"]) == SOUND
    edited = await side.call("editMessageCaption", chat_id=RESIDENT, message_id=sent["message_id"], caption="听")
    assert edited["caption"] == "听"


async def test_a_file_is_only_sent_as_what_it_is(side: Side, png: Any) -> None:
    voice = (await uploaded(side, "sendVoice", {"voice": ("a.ogg", SOUND)}))["voice"]["file_id"]
    photo = (await uploaded(side, "sendPhoto", {"photo": ("a.png", png(9, 9))}))["photo"][-1]["file_id"]
    for method, name, file_id, reason in [
        ("sendDocument", "document", photo, "can't use file of type Photo as Document"),
        ("sendPhoto", "photo", voice, "can't use file of type VoiceNote as Photo"),
        ("sendVoice", "voice", "x", "wrong remote file identifier specified: Wrong character in the string"),
        ("sendDocument", "document", "https://a.b/c", "failed to get HTTP URL content"),
    ]:
        assert await side.refused(method, chat_id=RESIDENT, **{name: file_id}) == f"Bad Request: {reason}"


async def test_an_empty_or_missing_file_is_refused(side: Side) -> None:
    assert await side.refused("sendDocument", chat_id=RESIDENT) == "Bad Request: there is no document in the request"
    response = await side.http.post(CALL + "sendVoice", files={"voice": ("a", b"")}, data={"chat_id": RESIDENT})
    assert response.json()["description"] == "Bad Request: file must be non-empty"


async def test_files_over_the_limits_are_refused(side: Side) -> None:
    large = await side.uploads("document", ("film.mp4", bytes(20 * 2**20 + 1)))
    document = large["message"]["document"]
    assert document["file_size"] == 20 * 2**20 + 1
    assert await side.refused("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    files = {"document": ("film.mp4", bytes(50 * 2**20 + 1))}
    response = await side.http.post(CALL + "sendDocument", files=files, data={"chat_id": RESIDENT})
    assert (response.status_code, response.json()["description"]) == (413, "Request Entity Too Large")


async def test_an_album_of_the_bot_is_several_messages(side: Side, png: Any) -> None:
    known = (await uploaded(side, "sendPhoto", {"photo": ("a.png", png(30, 20))}))["photo"][-1]["file_id"]
    media = [
        {"type": "photo", "media": "attach://one", "caption": "<i>楼道</i>", "parse_mode": "HTML"},
        {"type": "photo", "media": known, "has_spoiler": True},
    ]
    first, second = await uploaded(side, "sendMediaGroup", {"one": ("b.png", png(8, 9))}, media=json.dumps(media))
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["photo"][-1]["height"], first["caption"]) == (9, "楼道")
    assert (second["photo"][-1]["file_id"], second["has_media_spoiler"]) == (known, True)
    (call,) = (await side.get("journal?since=1"))["calls"]
    assert call["params"]["media"][0]["media"] == {"file_name": "b.png", "size": len(png(8, 9))}


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        (["photo"], '"media" must have 2-10 items'),
        (["photo"] * 11, '"media" must have 2-10 items'),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["photo", "poster"], "can't parse media[1]: it is none of "),
        (["audio", "audio"], "does not play media of type audio"),
    ],
)
async def test_a_wrong_album_is_refused(side: Side, media: list[str], reason: str) -> None:
    items = [{"type": kind, "media": "attach://f"} for kind in media]
    fields = {"chat_id": RESIDENT, "media": json.dumps(items)}
    answer = (await side.http.post(CALL + "sendMediaGroup", files={"f": ("a.pdf", b"%PDF")}, data=fields)).json()
    assert reason in answer["description"]
    assert await side.shown() == []


async def test_a_named_file_must_come_along(side: Side) -> None:
    item = {"type": "document", "media": "attach://lost"}
    refused = await side.refused("sendMediaGroup", chat_id=RESIDENT, media=[item, item])
    assert refused == 'Bad Request: file "lost" is not attached'


async def test_media_is_put_in_the_place_of_media_or_words(side: Side, png: Any) -> None:
    sent = await side.call("sendMessage", chat_id=RESIDENT, text="<b>稍等</b>", parse_mode="HTML")
    where = {"chat_id": RESIDENT, "message_id": sent["message_id"]}
    photo = json.dumps({"type": "photo", "media": "attach://p", "caption": "图"})
    shown = await uploaded(side, "editMessageMedia", {"p": ("a.png", png(9, 9))}, media=photo, **where)
    assert "text" not in shown
    assert "entities" not in shown
    assert (shown["photo"][-1]["width"], shown["caption"]) == (9, "图")
    same = {"type": "photo", "media": shown["photo"][-1]["file_id"], "caption": "图"}
    assert (await side.refused("editMessageMedia", media=same, **where)).startswith(
        "Bad Request: message is not modified"
    )
    paper = json.dumps({"type": "document", "media": "attach://p"})
    filed = await uploaded(side, "editMessageMedia", {"p": ("a.pdf", b"%PDF")}, media=paper, **where)
    assert "photo" not in filed
    assert "caption" not in filed
    assert filed["document"]["mime_type"] == "application/pdf"
    (seen,) = await side.shown()
    assert seen["document"] == filed["document"]


async def test_media_stays_where_it_cannot_be_changed(side: Side, png: Any) -> None:
    voice = await uploaded(side, "sendVoice", {"voice": ("a.ogg", SOUND)})
    paper = (await uploaded(side, "sendDocument", {"document": ("a.pdf", b"%PDF")}))["document"]["file_id"]
    photos = json.dumps([{"type": "photo", "media": "attach://p"}] * 2)
    album = await uploaded(side, "sendMediaGroup", {"p": ("a.png", png(9, 9))}, media=photos)
    media = {"type": "document", "media": paper}
    for message, reason in [(voice, "message can't be edited"), (album[0], "MEDIA_GROUPED_INVALID")]:
        number = message["message_id"]
        refused = await side.refused("editMessageMedia", chat_id=RESIDENT, message_id=number, media=media)
        assert refused == f"Bad Request: {reason}"


async def test_a_person_sends_a_voice_and_documents(side: Side) -> None:
    spoken = await side.uploads("voice", ("v.webm", SOUND), duration=4)
    assert spoken["message"]["voice"]["duration"] == 4
    filed = await side.uploads("document", ("合同.pdf", b"%PDF"), caption="看 /tip")
    await side.uploads("document", ("1.txt", b"1"), ("2.txt", b"2"))
    voice, document, one, two = [update["message"] for update in await side.updates()]
    assert voice["voice"]["file_size"] == len(SOUND)
    assert await downloaded(side, voice["voice"]["file_id"]) == SOUND
    assert (document["document"]["file_name"], document["caption"]) == ("合同.pdf", "看 /tip")
    assert document["caption_entities"][0]["type"] == "bot_command"
    assert one["media_group_id"] == two["media_group_id"]
    edited = await side.post(f"people/{RESIDENT}/edit", message_id=filed["message"]["message_id"], text="改")
    assert (edited["message"]["caption"], "text" in edited["message"]) == ("改", False)


async def test_a_person_cannot_attach_anything_else(side: Side) -> None:
    for files in [[("film", b"x")], [("voice", b"x"), ("voice", b"y")], [("voice", b"x"), ("document", b"y")]]:
        parts = [(kind, ("a", body)) for kind, body in files]
        assert (await side.http.post(f"/sim/people/{RESIDENT}/send", files=parts)).status_code == 409
