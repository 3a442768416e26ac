// Lines about what happened in a chat, between the messages.
import { word } from "./words.js";

const KINDS = {
  pinned_message: () => word("didPin"),
  forum_topic_created: (topic) => word("didOpenTopic", { name: topic.name }),
  forum_topic_closed: () => word("didCloseTopic"),
  forum_topic_reopened: () => word("didReopenTopic"),
  new_chat_members: (members) => word("didJoin", { names: members.map((member) => member.first_name).join(", ") }),
  left_chat_member: (member) => word("didLeave", { name: member.first_name }),
  migrate_to_chat_id: () => word("didMove"),
  migrate_from_chat_id: () => word("didMove"),
  group_chat_created: () => word("didOpenGroup"),
  supergroup_chat_created: () => word("didOpenGroup"),
};

// Returns null for a message that somebody wrote.
export function serviceLine(message) {
  const kind = Object.keys(KINDS).find((each) => message[each] !== undefined);
  return kind ? `${message.from?.first_name ?? ""} ${KINDS[kind](message[kind])}`.trim() : null;
}
