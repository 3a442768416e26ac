// The page's own words; what people and the bot write is never translated here.
import { now } from "./clock.js";

const zh = {
  banner: "沙盒 · 本机演示，不是真的 Telegram；消息不会离开这台电脑",
  title: "安居 Anju · 沙盒",
  people: "人物", addPerson: "添加人物", theme: "切换浅色或深色",
  show: "显示 {name} 的聊天", hide: "收起 {name} 的聊天", unread: "{count} 条未读",
  chatOf: "{name}（{persona}）的聊天", nobody: "在上面点一个人，打开聊天。", empty: "这里还没有人物。在右上角的“所有人物”里添加一个。",
  menuOf: "{name} 的菜单", block: "停用机器人", unblock: "重新启用机器人", close: "收起这个聊天",
  blocked: "{name} 已停用机器人", message: "写消息…", caption: "写说明…",
  write: "给机器人写消息", send: "发送", save: "保存修改", photo: "照片", removeFile: "去掉 {name}",
  commands: "命令菜单", noCommands: "机器人还没有设置命令", dropHere: "松开鼠标，附上文件",
  start: "开始", welcome: "还没有消息", welcomeHint: "点“开始”，和安居机器人打个招呼。",
  edited: "已编辑", edit: "修改这条消息", editing: "正在修改消息", cancel: "取消", ok: "好",
  enlarge: "放大照片", photoAlt: "照片", closePhoto: "关闭照片", newest: "到最新的消息", newCount: "到最新的消息，{count} 条新消息",
  today: "今天", yesterday: "昨天", bot: "机器人", reveal: "点击显示隐藏的文字",
  unanswered: "机器人没有回应这个按钮", notHere: "这种按钮在沙盒里不能用", copied: "已复制",
  unknown: "（沙盒还不能显示这种内容：{kind}）", failed: "没有成功：{reason}",
  offline: "和沙盒服务器断开了，正在重新连接…", name: "姓名", persona: "身份", language: "语言", add: "添加",
  followLink: "打开邀请链接", whoFollows: "谁来打开", everybody: "所有人物", nameAndRole: "{name}（{persona}）", clock: "沙盒的时钟", clockShows: "沙盒的时间：{moment}",
  hourLater: "一小时后", dayLater: "一天后", threeDaysLater: "三天后",
  attach: "附件", file: "文件", voiceFile: "语音文件", record: "录音", recording: "正在录音", sendVoice: "发送语音",
  microphoneRefused: "浏览器不允许使用麦克风。可以改发语音文件。", noMicrophone: "没有找到麦克风。可以改发语音文件。",
  play: "播放", pause: "暂停", seek: "播放位置", voiceOf: "语音，{length}", cannotPlay: "浏览器放不了这段语音",
  place: "位置", sendPlace: "发送位置", spot: "地点", otherPlace: "别的地方（填写坐标）", latitude: "纬度", longitude: "经度",
  myPosition: "我现在的位置", locating: "正在定位…", positionRefused: "浏览器没有给出位置。请选一个地点，或填写坐标。",
  contact: "名片", sendContact: "发送名片", phoneNumber: "电话号码", download: "下载 {name}",
  album: "相册，{count} 张照片", enlargeOne: "放大第 {at} 张照片，共 {count} 张", earlierPhoto: "上一张", laterPhoto: "下一张",
  answer: "回复这条消息", answering: "回复：{text}", toQuoted: "到被回复的消息", quotedGone: "那条消息不在这里",
  short_photo: "照片", short_voice: "语音", short_audio: "语音", short_document: "文件", short_contact: "名片",
  pinned: "置顶消息", replyKeys: "机器人给的按键", chatsOf: "{name} 的聊天", topics: "话题", general: "综合", closedTopic: "{name}（已关闭）",
  didPin: "置顶了一条消息", didOpenTopic: "新建了话题“{name}”", didCloseTopic: "关闭了话题", didReopenTopic: "重新打开了话题",
  didJoin: "邀请了 {names}", didLeave: "移出了 {name}", didOpenGroup: "建立了群组", didMove: "把群组升级为超级群组",
  resident: "居民", tenant: "租客", landlord: "房东", agent: "中介", property_manager: "物业", grid_worker: "网格员",
  officer: "办事员", admin: "管理员", custodian: "保管员", auditor: "审计员",
};

const en = {
  banner: "Sandbox · a demonstration on this computer, not the real Telegram; no message leaves this computer",
  title: "Anju · sandbox",
  people: "People", addPerson: "Add a person", theme: "Switch between light and dark",
  show: "Show the chat of {name}", hide: "Hide the chat of {name}", unread: "{count} unread",
  chatOf: "Chat of {name} ({persona})", nobody: "Choose a person above to open a chat.",
  empty: "Nobody is here yet. Add a person under “Everybody” at the top right.",
  menuOf: "Menu of {name}", block: "Stop the bot", unblock: "Restart the bot", close: "Hide this chat",
  blocked: "{name} has stopped the bot", message: "Message…", caption: "Caption…",
  write: "Write to the bot", send: "Send", save: "Save the change", photo: "Photo", removeFile: "Remove {name}",
  commands: "Command menu", noCommands: "The bot has set no commands yet", dropHere: "Drop to attach the files",
  start: "Start", welcome: "No messages yet", welcomeHint: "Press Start to say hello to the Anju bot.",
  edited: "edited", edit: "Edit this message", editing: "Editing the message", cancel: "Cancel", ok: "OK",
  enlarge: "Enlarge the photo", photoAlt: "Photo", closePhoto: "Close the photo", newest: "To the newest message",
  newCount: "To the newest message, {count} new",
  today: "Today", yesterday: "Yesterday", bot: "Bot", reveal: "Click to show the hidden text",
  unanswered: "The bot did not answer this button", notHere: "This kind of button does not work in the sandbox",
  copied: "Copied", unknown: "(The sandbox cannot show this yet: {kind})", failed: "That did not work: {reason}",
  offline: "Disconnected from the sandbox server, connecting again…", name: "Name", persona: "Role", language: "Language",
  add: "Add",
  followLink: "Follow the link", whoFollows: "Who follows it", everybody: "Everybody", nameAndRole: "{name} ({persona})", clock: "The sandbox's clock", clockShows: "Time in the sandbox: {moment}",
  hourLater: "One hour later", dayLater: "One day later", threeDaysLater: "Three days later",
  attach: "Attach", file: "File", voiceFile: "Voice file", record: "Record", recording: "Recording", sendVoice: "Send",
  microphoneRefused: "The browser does not allow the microphone. You can send a voice file.",
  noMicrophone: "No microphone was found. You can send a voice file.",
  play: "Play", pause: "Pause", seek: "Position", voiceOf: "Voice message, {length}", cannotPlay: "The browser cannot play this voice message",
  place: "Location", sendPlace: "Send a location", spot: "Place", otherPlace: "Somewhere else (coordinates)", latitude: "Latitude",
  longitude: "Longitude", myPosition: "My position", locating: "Locating…",
  positionRefused: "The browser did not give a position. Choose a place or type coordinates.",
  contact: "Contact", sendContact: "Send a contact", phoneNumber: "Phone number", download: "Download {name}",
  album: "Album of {count} photos", enlargeOne: "Enlarge photo {at} of {count}", earlierPhoto: "Previous photo", laterPhoto: "Next photo",
  answer: "Reply to this message", answering: "Reply to: {text}", toQuoted: "To the quoted message", quotedGone: "That message is not here",
  short_photo: "Photo", short_voice: "Voice message", short_audio: "Voice message", short_document: "File", short_contact: "Contact",
  pinned: "Pinned message", replyKeys: "The bot's keys", chatsOf: "Chats of {name}", topics: "Topics", general: "General",
  closedTopic: "{name} (closed)",
  didPin: "pinned a message", didOpenTopic: "opened the topic “{name}”", didCloseTopic: "closed the topic",
  didReopenTopic: "opened the topic again", didJoin: "invited {names}", didLeave: "removed {name}", didOpenGroup: "made the group",
  didMove: "made the group a supergroup",
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

// In the order of the personas; whoever has another one comes last.
export function byPersona(people) {
  const place = (person) => (PERSONAS.indexOf(person.persona) + 1 || PERSONAS.length + 1);
  return [...people].sort((a, b) => place(a) - place(b) || a.id - b.id);
}

export function personaWord(persona) {
  const key = String(persona || "").replace(/[ -]/g, "_");
  return key in words ? words[key] : String(persona || "");
}

const HOUR = { hour: "2-digit", minute: "2-digit", hour12: false };
const DAY = { month: "long", day: "numeric" };
const hours = new Intl.DateTimeFormat(locale, HOUR);
const calendar = new Intl.DateTimeFormat(locale, DAY);
const moments = new Intl.DateTimeFormat(locale, { ...DAY, ...HOUR, month: locale === "en" ? "short" : "long" });

export function timeOf(seconds) {
  return hours.format(new Date(seconds * 1000));
}

export function momentOf(date) {
  return moments.format(date);
}

export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const ago = Math.round((now().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86400000);
  return ago === 0 ? word("today") : ago === 1 ? word("yesterday") : calendar.format(day);
}

export function lengthOf(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function sizeOf(bytes) {
  if (bytes === undefined) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
