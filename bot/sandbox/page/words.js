// The page's own words; what people and the bot write is never translated here.
const zh = {
  banner: "沙盒 · 本机演示，不是真的 Telegram；消息不会离开这台电脑",
  title: "安居 Anju · 沙盒",
  people: "人物", addPerson: "添加人物", theme: "切换浅色或深色",
  show: "显示 {name} 的聊天", hide: "收起 {name} 的聊天", unread: "{count} 条未读",
  chatOf: "{name}（{persona}）的聊天", nobody: "在上面点一个人，打开聊天。", empty: "这里还没有人物。用右上角的加号添加一个。",
  menuOf: "{name} 的菜单", block: "停用机器人", unblock: "重新启用机器人", close: "收起这个聊天",
  blocked: "{name} 已停用机器人", message: "写消息…", caption: "为照片写说明…",
  write: "给机器人写消息", send: "发送", save: "保存修改", photo: "附上照片", removePhoto: "去掉照片 {name}",
  commands: "命令菜单", noCommands: "机器人还没有设置命令", dropHere: "松开鼠标，附上照片", onlyPhotos: "这里只能发照片",
  start: "开始", welcome: "还没有消息", welcomeHint: "点“开始”，和安居机器人打个招呼。",
  edited: "已编辑", edit: "修改这条消息", editing: "正在修改消息", cancel: "取消", ok: "好",
  enlarge: "放大照片", photoAlt: "照片", closePhoto: "关闭照片", newest: "到最新的消息", newCount: "到最新的消息，{count} 条新消息",
  today: "今天", yesterday: "昨天", bot: "机器人", reveal: "点击显示隐藏的文字",
  unanswered: "机器人没有回应这个按钮", notHere: "这种按钮在沙盒里不能用", copied: "已复制",
  unknown: "（沙盒还不能显示这种内容：{kind}）", failed: "没有成功：{reason}",
  offline: "和沙盒服务器断开了，正在重新连接…", name: "姓名", persona: "身份", language: "语言", add: "添加",
  resident: "居民", tenant: "租客", landlord: "房东", agent: "中介", property_manager: "物业", grid_worker: "网格员",
  officer: "办事员", admin: "管理员", custodian: "保管员", auditor: "审计员",
};

const en = {
  banner: "Sandbox · a demonstration on this computer, not the real Telegram; no message leaves this computer",
  title: "Anju · sandbox",
  people: "People", addPerson: "Add a person", theme: "Switch between light and dark",
  show: "Show the chat of {name}", hide: "Hide the chat of {name}", unread: "{count} unread",
  chatOf: "Chat of {name} ({persona})", nobody: "Choose a person above to open a chat.",
  empty: "Nobody is here yet. Add a person with the plus sign at the top right.",
  menuOf: "Menu of {name}", block: "Stop the bot", unblock: "Restart the bot", close: "Hide this chat",
  blocked: "{name} has stopped the bot", message: "Message…", caption: "Caption for the photo…",
  write: "Write to the bot", send: "Send", save: "Save the change", photo: "Attach a photo", removePhoto: "Remove photo {name}",
  commands: "Command menu", noCommands: "The bot has set no commands yet", dropHere: "Drop to attach the photo",
  onlyPhotos: "Only photos can be sent here",
  start: "Start", welcome: "No messages yet", welcomeHint: "Press Start to say hello to the Anju bot.",
  edited: "edited", edit: "Edit this message", editing: "Editing the message", cancel: "Cancel", ok: "OK",
  enlarge: "Enlarge the photo", photoAlt: "Photo", closePhoto: "Close the photo", newest: "To the newest message",
  newCount: "To the newest message, {count} new",
  today: "Today", yesterday: "Yesterday", bot: "Bot", reveal: "Click to show the hidden text",
  unanswered: "The bot did not answer this button", notHere: "This kind of button does not work in the sandbox",
  copied: "Copied", unknown: "(The sandbox cannot show this yet: {kind})", failed: "That did not work: {reason}",
  offline: "Disconnected from the sandbox server, connecting again…", name: "Name", persona: "Role", language: "Language",
  add: "Add",
  resident: "Resident", tenant: "Tenant", landlord: "Landlord", agent: "Agent", property_manager: "Property manager",
  grid_worker: "Grid worker", officer: "Officer", admin: "Admin", custodian: "Custodian", auditor: "Auditor",
};

const wanted = new URLSearchParams(location.search).get("lang") || navigator.language || "zh";
export const locale = wanted.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
const words = locale === "en" ? en : zh;

export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export const PERSONAS = ["resident", "tenant", "landlord", "agent", "property_manager", "grid_worker", "officer", "admin"];

export function personaWord(persona) {
  const key = String(persona || "").replace(/[ -]/g, "_");
  return key in words ? words[key] : String(persona || "");
}

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
const calendar = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric" });

export function timeOf(seconds) {
  return clock.format(new Date(seconds * 1000));
}

export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86400000);
  return ago === 0 ? word("today") : ago === 1 ? word("yesterday") : calendar.format(day);
}
