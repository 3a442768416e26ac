"""Group chats that read as pages: `> worker: [button]` is what one of the group does, `~` the answer they alone see.

`<` is what the bot says in the group, with `# topic` before it where it lies in one; a message that was changed in
place is told again, like in a private chat. Members go by the names under which the group was gathered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.chat import Chat, Town, compare, lines_of, page_of


@dataclass
class GroupChat:
    """One group, as its members see it."""

    town: Town
    number: int
    members: dict[str, Chat]
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def reads(self, page: str) -> None:
        """Play the page and compare it with what the bot said in the group and to whoever pressed."""
        heard: list[str] = []
        for line in lines_of(page):
            if line.startswith(">"):
                name, _colon, what = line[1:].strip().partition(": ")
                answer = await self.does(name, what)
                heard += [line, *([f"~ {answer}"] if answer else []), *self.news()]
        compare(lines_of(page), heard)

    async def does(self, name: str, what: str, **more: object) -> str:
        """Let a member say something, or press a button of the newest card that has it; returns what they are told."""
        chat = self.members[name]
        if not what.startswith("["):
            await self.posts(f"people/{chat.number}/send", chat=self.number, text=what, **more)
            await self.settle()
            return ""
        message, data = self.button(what.strip("[]"))
        return await self.press(name, message, data)

    async def press(self, name: str, message: int, data: str, **more: object) -> str:
        """Let a member press whatever a client may claim was pressed; returns what they are told."""
        pressed = {"chat": self.number, "message_id": message, "data": data, "forged": True, **more}
        answer = await self.posts(f"people/{self.members[name].number}/press", **pressed)
        await self.settle()
        query = self.town.world.presses.find(answer["callback_query_id"])
        assert query is not None
        assert query.answered or query.old, "the button goes on turning"
        return query.text or ""

    async def settle(self, minutes: int = 0) -> None:
        """Let time pass, until all is said and cards are up to date."""
        await self.town.settle()
        await self.town.later(1 + minutes * 60)
        await self.town.settle()

    async def turns(self, person: int, status: str) -> None:
        """Let somebody, or the bot by its own number, become something else in the group."""
        await self.posts(f"groups/{self.number}/members", person=person, status=status)
        await self.settle()

    async def injects(self, **content: object) -> None:
        """Let something be said in the group that the chat page cannot make."""
        group = self.town.world.groups.find(self.number)
        assert group is not None
        message = {"message_id": self.town.world.counters.next("message"), "date": 1, "chat": group.chat(), **content}
        await self.town.inject({"message": message})

    @property
    def bot(self) -> int:
        """The bot's own number."""
        return int(self.town.world.bot["id"])

    @property
    def status(self) -> str:
        """What the bot is in the group."""
        group = self.town.world.groups.find(self.number)
        return group.status(self.bot) if group else ""

    def menu(self, name: str) -> list[dict[str, Any]]:
        """Return the commands that a member is offered in the group."""
        world = self.town.world
        person, group = world.people.find(self.members[name].number), world.groups.find(self.number)
        assert person is not None
        return world.menus.effective(person, group)

    def messages(self) -> list[dict[str, Any]]:
        """Return what the bot said in the group and is still there, oldest first."""
        kept = [each.seen() for each in self.town.world.chats.of(self.number)]
        return [each for each in kept if each["outgoing"] and "text" in each]

    def button(self, text: str) -> tuple[int, str]:
        """Return the newest button of that label: its message and its data."""
        for message in reversed(self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == text:
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"no button [{text}] in the group:\n" + "\n".join(self.told()))

    def news(self) -> list[str]:
        """Return what the bot said since the last look."""
        fresh = [each for each in self.messages() if self.seen.get(each["message_id"]) != each]
        self.seen.update({each["message_id"]: each for each in fresh})
        return [line for each in fresh for line in self._page(each)]

    def told(self) -> list[str]:
        """Return all that the bot's messages say now."""
        return [line for each in self.messages() for line in self._page(each)]

    def topics(self) -> list[str]:
        """Return the names of the topics, oldest first."""
        return [topic.name for topic in self.town.world.topics.of(self.number)]

    def _page(self, message: dict[str, Any]) -> list[str]:
        topic = self.town.world.topics.find(self.number, message.get("message_thread_id", 0))
        return [*([f"# {topic.name}"] if topic else []), *page_of(message)]

    async def posts(self, what: str, **wish: object) -> Any:
        """Let the sandbox do something, as its page would."""
        answer = await self.town.client.post(f"/sim/{what}", json=wish)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def gather(town: Town, members: dict[str, Chat], **wish: object) -> GroupChat:
    """Return a new group of these people and the bot, which its first member brought in."""
    numbers = [chat.number for chat in members.values()]
    answer = await town.client.post("/sim/groups", json={"title": "网格工作群", "members": numbers, **wish})
    assert answer.status_code == 200, answer.text
    group = GroupChat(town, answer.json()["id"], members)
    await group.settle()
    return group


async def linked(town: Town, members: dict[str, Chat], **wish: object) -> GroupChat:
    """Return a group that its member `admin` linked."""
    group = await gather(town, members, **wish)
    admin = members["admin"]
    await group.does("admin", f"/link {await link_code(admin)}")
    group.news()
    admin.news()
    return group


async def link_code(admin: Chat) -> str:
    """Return a fresh code that links a group."""
    await admin.after("/group new")
    return admin.last().partition("/link ")[2].split()[0]
