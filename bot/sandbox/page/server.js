// Everything the page asks of the sandbox server.
async function call(path, options) {
  const response = await fetch(`/sim/${path}`, options);
  const body = await response.text();
  const data = body ? parsed(body) : null;
  if (!response.ok) throw new Error(data?.error || data?.description || data?.detail || `HTTP ${response.status}`);
  return data;
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function post(path, data = {}) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });
}

// In a group, what is done names the group; a private chat needs no name.
const groupOf = (message) => (message.chat?.id < 0 ? message.chat.id : undefined);

export const people = () => call("people");
export const addPerson = (person) => post("people", person);
export const messages = (id) => call(`people/${id}/messages`);
export const groups = () => call("groups");
export const topics = (group) => call(`groups/${group}/topics`);
export const groupMessages = (chat, id) => call(`chats/${chat}/messages?person=${id}`);
export const commands = (id) => call(`people/${id}/commands`);
export const edit = (id, message, text) => post(`people/${id}/edit`, { message_id: message.message_id, text, chat: groupOf(message) });
export const press = (id, message, data) => post(`people/${id}/press`, { message_id: message.message_id, data, chat: groupOf(message) });
export const callback = (id) => call(`callbacks/${encodeURIComponent(id)}`);
export const block = (id) => post(`people/${id}/block`);
export const unblock = (id) => post(`people/${id}/unblock`);
export const read = (id, chat) => post(`people/${id}/read`, { chat });
export const clock = () => call("clock");
export const forward = (seconds) => post("clock", { forward: seconds });
export const fileAddress = (id) => `/sim/file/${encodeURIComponent(id)}`;

// `where` is { chat, thread, reply_to }, each only where it is meant.
export const send = (id, what, where) => post(`people/${id}/send`, { ...what, ...where });

// Several photos in one go are an album.
export function sendFiles(id, kind, files, more) {
  const form = new FormData();
  for (const file of files) form.append(kind, file, file.name || `${kind}.png`);
  for (const [name, value] of Object.entries(more)) if (value !== undefined && value !== "") form.append(name, value);
  return call(`people/${id}/send`, { method: "POST", body: form });
}

export function listen({ change, clock: moved, lost, found }) {
  const source = new EventSource("/sim/events");
  source.addEventListener("change", (event) => change(parsed(event.data)?.person));
  source.addEventListener("clock", (event) => moved(parsed(event.data)));
  source.addEventListener("error", lost);
  source.addEventListener("open", found);
}
