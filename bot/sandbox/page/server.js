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

export const people = () => call("people");
export const addPerson = (person) => post("people", person);
export const messages = (id) => call(`people/${id}/messages`);
export const commands = (id) => call(`people/${id}/commands`);
export const sendText = (id, text) => post(`people/${id}/send`, { text });
export const edit = (id, message_id, text) => post(`people/${id}/edit`, { message_id, text });
export const press = (id, message_id, data) => post(`people/${id}/press`, { message_id, data });
export const callback = (id) => call(`callbacks/${encodeURIComponent(id)}`);
export const block = (id) => post(`people/${id}/block`);
export const unblock = (id) => post(`people/${id}/unblock`);
export const read = (id) => post(`people/${id}/read`);
export const fileAddress = (id) => `/sim/file/${encodeURIComponent(id)}`;

export function sendPhotos(id, files, caption) {
  const form = new FormData();
  for (const file of files) form.append("photo", file, file.name || "photo.png");
  if (caption) form.append("caption", caption);
  return call(`people/${id}/send`, { method: "POST", body: form });
}

export function listen({ change, lost, found }) {
  const source = new EventSource("/sim/events");
  source.addEventListener("change", (event) => change(parsed(event.data)?.person));
  source.addEventListener("error", lost);
  source.addEventListener("open", found);
}
