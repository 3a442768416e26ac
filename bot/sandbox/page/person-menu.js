// The small menu of one chat: stop or restart the bot, hide the chat.
import { iconButton } from "./dom.js";
import { popupMenu } from "./menu.js";
import { word } from "./words.js";

export function personMenu(person, { close, setBlocked }) {
  const label = word("menuOf", { name: person().name });
  return popupMenu(iconButton("more", label), () => {
    const { blocked } = person();
    return [{ text: word(blocked ? "unblock" : "block"), act: () => setBlocked(!blocked) }, { text: word("close"), act: close }];
  }, label).element;
}
