"""What people can say to the bot: the ordered table of pages, asked from the top for each message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.dialogue import MEDIA, Draft
from bot.rules.people import Role
from bot.speech import Incoming, Outgoing
from bot.texts import _, language_for, words
from handlers import (
    admin,
    answers,
    approvals,
    attachments,
    audit,
    bans,
    cards,
    commands,
    conversation,
    deputies,
    following,
    hanging,
    hotline,
    identities,
    in_groups,
    invites,
    limits,
    listening,
    moves,
    mydata,
    mytips,
    notices,
    orders,
    people,
    phrases,
    protection,
    questions,
    receipts,
    redacting,
    reward_pages,
    staff_groups,
    ties,
    timers,
    town,
    triage,
    work,
)
from handlers.deeds.quotas import Reached
from handlers.matching import Match, Page, command, kind, of_kind, then_back, unless_blocked
from handlers.turn import Turn
from storage import Transaction
from storage.drafts import Kept
from storage.people import Person
from storage.people import get as get_person


def _has_draft(turn: Turn) -> bool:
    steers = turn.incoming.kind == "command" and turn.incoming.command in ("cancel", "back", "skip", "done")
    return turn.draft is not None and (steers or turn.incoming.kind in ("text", *MEDIA, "location", "press", "edit"))


async def _converse(turn: Turn) -> None:
    alarm = protection.alarm(turn)
    in_album = bool(turn.incoming.album) and not alarm
    await conversation.go_on(turn, turn.incoming, alarm, silent=in_album)
    if alarm is None and turn.draft is not None and turn.draft.aside == "alarm":
        turn.say(protection.alarm_again(turn))  # as long as nobody said they are safe, the numbers are the last words
    if in_album:
        await conversation.show_later(turn)


async def _out_of_the_blue(turn: Turn) -> None:
    await commands.offer_report(turn, protection.alarm(turn))


async def _unfit(turn: Turn) -> None:
    """Refuse a file; the words that came with it count."""
    turn.say(attachments.why_not(turn) or attachments.NO_FILES)
    turn.incoming = replace(turn.incoming, kind="text", attached=None)
    if not turn.incoming.text:
        await conversation.go_on(turn, None)
    else:
        await (_converse if turn.draft is not None else _out_of_the_blue)(turn)


async def _nothing(turn: Turn) -> None:
    return None


TABLE: Sequence[tuple[Match, Page]] = (
    # Someone who stopped the bot cannot be answered; what is due to them is held until they come back.
    (kind("blocked", "unblocked"), _nothing),
    # Nobody spoke: something is due.
    (kind("timer"), timers.ring),
    # Nobody spoke: work is finished.
    (town.is_read, then_back(town.preview)),
    (hanging.is_said, hanging.said),
    (orders.is_read, then_back(orders.preview)),
    (redacting.is_drawn, then_back(redacting.drawn)),
    reward_pages.FINISHED,
    # Commands work anywhere, also in the middle of a conversation, which is shown again after them.
    (mytips.is_receipt_link, then_back(mytips.my_tips)),
    reward_pages.SIGNED,
    (invites.is_followed, then_back(invites.follow)),
    (command("start"), then_back(commands.start)),
    (command("help"), then_back(commands.show_help)),
    (command("report"), unless_blocked(commands.report)),
    (command("visit"), unless_blocked(commands.visit)),
    (command("mytips"), then_back(mytips.my_tips)),
    (command("keep"), then_back(receipts.keep)),
    (command("newcode"), then_back(receipts.exchange)),
    (command("withdraw"), then_back(mytips.withdraw)),
    (command("openup"), then_back(mytips.open_up)),
    (command("add"), unless_blocked(mytips.add)),
    (command("answer"), unless_blocked(answers.answer)),
    (command("doubt"), answers.doubt),
    (command("fixed"), then_back(answers.fixed)),
    *reward_pages.COMMANDS,
    (command("language"), then_back(commands.language)),
    (command("mydata"), then_back(mydata.my_data)),
    (command("forget"), then_back(mydata.forget)),
    (command("backlog"), then_back(admin.backlog)),
    (command("triage"), then_back(triage.triage)),
    (command("work"), then_back(work.work)),
    (command("tip"), then_back(cards.tip)),
    (command("do"), moves.do),
    (command("approvals"), then_back(approvals.approvals)),
    (command("deputy"), then_back(deputies.deputy)),
    (command("hotline"), hotline.command),
    (command("reportfor"), hotline.report_for),
    (command("orders"), then_back(orders.command)),
    (orders.is_answer, then_back(orders.answer)),
    (command("ties"), ties.ties),
    (command("listen"), listening.listen),
    (command("invite"), then_back(invites.invite)),
    (command("people"), then_back(people.people)),
    (command("name"), identities.name),
    (command("redact"), redacting.redact),
    (command("audit"), then_back(audit.audit)),
    (command("town"), then_back(town.show)),
    (command("notice"), notices.notice),
    (command("phrases"), phrases.phrases),
    (command("group"), then_back(staff_groups.group)),
    (command("follow"), following.following),
    (town.is_answer, then_back(town.answer)),
    (command("block"), then_back(bans.block)),
    (command("object"), then_back(bans.object_)),
    (command("objection"), then_back(bans.decide)),
    (command("privacy"), then_back(questions.privacy)),
    # A work order of the hotline that staff paste: whatever is open, it is no answer to it.
    (hotline.is_order, hotline.order),
    reward_pages.TICKET,
    # A receipt code is an answer to no question but the one that asks for it, so it is recognised before the open one.
    (mytips.is_receipt_code, then_back(mytips.my_tips)),
    # A question about who will know is answered, and not filed.
    (questions.asks_about_privacy, then_back(questions.privacy)),
    (questions.asks_to_withdraw, then_back(questions.withdraw)),
    (questions.is_thanks, then_back(questions.welcome)),
    # A file of the town, from those who may change it.
    (town.is_file, then_back(town.file)),
    # A file that cannot be taken is nothing's answer.
    (attachments.is_unfit, _unfit),
    # Whatever else is said belongs to the open conversation.
    (_has_draft, _converse),
    # From here on nothing is open.
    (command("cancel"), commands.cancel),
    (kind("command"), then_back(commands.unknown)),
    (kind("press"), commands.old_button),
    (kind("edit"), mytips.edited),
    (cards.is_number, cards.tip),
    (questions.is_greeting, commands.start),
    (kind("text", "location", *MEDIA), unless_blocked(_out_of_the_blue)),
    (kind("other"), then_back(commands.not_understood)),
)


@lru_cache
def _table(kind: str) -> tuple[tuple[Match, Page], ...]:
    return of_kind(TABLE, kind)


async def answer(
    tx: Transaction, incoming: Incoming, kept: Kept | None, person: Person | None
) -> tuple[list[Outgoing], Draft | None]:
    """Make the reply to one message: what to say, and the draft to keep."""
    if person is not None and person.role != Role.RESIDENT:
        person = await get_person(tx, person.id)  # another turn of this batch may just have taken the role away
    turn = Turn(tx, incoming, kept, person)
    protection.clean(turn)
    if incoming.group is not None:  # several people read there: none of the pages below may speak
        turn.tx = replace(tx, speaker=turn.incoming)
        await in_groups.hear(turn, incoming.group)
        return turn.says, turn.draft
    protection.hide_identity(turn)
    protection.hide_labels(turn)
    hotline.hide_caller(turn)
    pressed = commands.as_command(turn)
    if pressed is not None:
        turn.incoming = replace(turn.incoming, kind="command", command=pressed[0], text=pressed[1])
    turn.tx = replace(tx, speaker=turn.incoming, changes=[])
    alarmed = turn.draft is not None and turn.draft.aside == "alarm"
    if turn.incoming.kind in ("command", "other") and (alarm := protection.alarm(turn)):
        turn.say(alarm)
    await _page(turn)
    await timers.follow(turn)
    return limits.put_together(turn, alarmed), turn.draft


async def _page(turn: Turn) -> None:
    page = next((page for match, page in _table(turn.incoming.kind) if match(turn)), _nothing)
    try:
        await page(turn)
    except Reached as reached:
        limits.say_reached(turn, reached)


def sorry(incoming: Incoming) -> Outgoing:
    """Return what is said when a message was set aside after it failed again and again."""
    told = _(
        "I could not deal with your last message. It is kept, and the admins see that it failed. "
        "What you wrote before is still here: please go on, or try /report again."
    )
    chat, press = (incoming.person, incoming.press_id) if incoming.group else (incoming.chat, "")
    return Outgoing(chat, words(told, language_for(incoming.language)), press=press)
