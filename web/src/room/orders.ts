// What is done with words: each order with the fields of its command, where it is offered, and to whom. Whether it may be
// done is the server's to say; here stands only where it is of use.
import type { Answers, Field } from "./ask";
import { name, ofCourt, ofSide, shares, sits, testifies, type Command, type Place, type View } from "./view";

export interface Order {
  kind: string;
  zh: string;
  says?: string;
  grave?: boolean;
  fields?: (view: View, at?: Place) => Field[];
  /** Where it is of use; `at` is the person it is about, where it is about one. */
  fits: (view: View, at?: Place) => boolean;
  body?: (answers: Answers, at?: Place) => Record<string, unknown>;
}

const REASON: Field = { name: "reason", label: "理由", kind: "area" };
const SESSION = ["identity", "composition", "rights", "statements", "evidence", "questions", "debate", "final", "pronounce"];
const INQUIRY = ["statements", "evidence", "questions", "debate"];
const NAMES: Record<string, string> = {
  statements: "法庭调查（陈述）",
  evidence: "举证质证",
  questions: "发问",
  debate: "法庭辩论",
};
const RUNGS: [string, string][] = [
  ["hint", "提示"],
  ["warning", "警告"],
  ["reprimand", "训诫"],
  ["removal", "责令退出法庭"],
];

const phase = (view: View, ...words: string[]): boolean => words.includes(view.phase.word);
const seat = (view: View, ...words: string[]): boolean => words.includes(view.me.seat);
const presides = (view: View): boolean => seat(view, "presiding");
const desk = (view: View): boolean => seat(view, "presiding", "clerk");
const going = (view: View): boolean => phase(view, ...SESSION, "mediation_talk");
const person = (answers: Answers, at?: Place): Record<string, unknown> => ({ ...answers, person: at?.person });
const people = (view: View, of: (one: Place) => boolean): [string, string][] =>
  view.people.filter(of).map((one) => [String(one.person), `${one.seat_zh} ${one.label}`]);
const yes = (answers: Answers, key: string): boolean => answers[key] === "1";
const lost = (at?: Place): boolean => at !== undefined && !at.on && !ofCourt(at.seat);

/** What is done to somebody: the menu on a tile and in the list. */
export const UPON: Order[] = [
  {
    kind: "grant_floor",
    zh: "准许发言",
    fits: (view, at) => presides(view) && !!at && at.in_room && !at.floor && !phase(view, "waiting", "recess", "deliberation"),
    body: (_, at) => ({ person: at?.person, seconds: null }),
  },
  {
    kind: "grant_floor",
    zh: "限时发言…",
    fields: () => [{ name: "minutes", label: "几分钟", kind: "number", value: "3" }],
    fits: (view, at) => presides(view) && !!at && at.in_room && !at.floor && going(view),
    body: (answers, at) => ({ person: at?.person, seconds: Number(answers["minutes"]) * 60 }),
  },
  { kind: "revoke_floor", zh: "终止发言", fits: (view, at) => presides(view) && !!at?.floor, body: () => ({}) },
  {
    kind: "lower_hand",
    zh: "放下其举手",
    fits: (view, at) => desk(view) && !!at?.hand,
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "mute",
    zh: "静音…",
    fields: () => [{ ...REASON, value: "环境噪声影响庭审" }],
    fits: (view, at) => desk(view) && !!at && at.on && !at.muted && !sits(at.seat),
    body: person,
  },
  { kind: "unmute", zh: "解除静音", fits: (view, at) => desk(view) && !!at?.muted, body: (_, at) => ({ person: at?.person }) },
  {
    kind: "grant_screen",
    zh: "准许共享屏幕",
    fits: (view, at) => presides(view) && !!at && at.in_room && !at.screen && shares(at.seat) && !["presiding", "clerk"].includes(at.seat) && going(view),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "revoke_screen",
    zh: "终止共享屏幕",
    fits: (view, at) => presides(view) && !!at?.screen,
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "warn",
    zh: "训诫等处置…",
    says: "处置逐级作出：提示、警告、训诫、责令退出法庭。责令退出后，该人员不能再进入。",
    fields: (view) => [
      { name: "rung", label: "处置", kind: "select", options: presides(view) ? RUNGS : RUNGS.slice(0, 2) },
      { ...REASON, label: "事由" },
    ],
    fits: (view, at) => desk(view) && !!at && at.on && !sits(at.seat),
    body: person,
  },
  {
    kind: "stop_video",
    zh: "准许关闭画面",
    fits: (view, at) => presides(view) && !!at && at.in_room && !ofCourt(at.seat),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "call_witness",
    zh: "传证人、鉴定人到庭",
    fits: (view, at) => presides(view) && !!at && testifies(at.seat) && at.called !== "now" && phase(view, ...INQUIRY),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "sign_undertaking",
    zh: "记明保证书…",
    fields: () => [
      { name: "read", label: "已经当庭宣读并签署", kind: "check" },
      { name: "incapable", label: "无行为能力或者限制行为能力，依法无需签署", kind: "check" },
    ],
    fits: (view, at) => desk(view) && !!at && testifies(at.seat) && at.called === "now",
    body: (answers, at) => ({ person: at?.person, read_aloud: yes(answers, "read"), incapable: yes(answers, "incapable") }),
  },
  {
    kind: "dismiss_witness",
    zh: "退庭",
    says: "作证完毕，令其退庭。退庭后不得旁听，可以阅读并签署本人部分的笔录。",
    fits: (view, at) => presides(view) && !!at && testifies(at.seat) && at.called === "now",
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "permit_companion",
    zh: "答复同场人员…",
    fields: () => [{ name: "permitted", label: "答复", kind: "select", options: [["1", "准许在场"], ["0", "不准许"]] }],
    fits: (view, at) => desk(view) && !!at && !ofCourt(at.seat) && at.on && phase(view, "waiting", "identity"),
    body: (answers, at) => ({ person: at?.person, permitted: yes(answers, "permitted") }),
  },
  {
    kind: "call_absent",
    zh: "催促到庭",
    fits: (view, at) => desk(view) && lost(at) && !at?.admitted && phase(view, "waiting", "identity"),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "note_absent",
    zh: "记明未到庭",
    says: "记明以传唤送达满三日、同意在线庭审、试线合格为前提；缺少的应当改期。记明后可以缺席继续。",
    grave: true,
    fits: (view, at) => presides(view) && lost(at) && phase(view, "waiting", "identity"),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "take_step",
    zh: "断线处置…",
    fields: () => [
      {
        name: "step",
        label: "步骤",
        kind: "select",
        options: [["link", "发送重新连接的短信"], ["call", "已经电话联系"], ["offer", "已建议更换设备或者电话接入"]],
      },
    ],
    fits: (view, at) => seat(view, "clerk") && lost(at) && !!at?.admitted,
    body: person,
  },
  {
    kind: "collect_sign",
    zh: "记录断线证据…",
    fields: () => [
      {
        name: "sign",
        label: "证据",
        kind: "select",
        options: [
          ["server_log", "服务器记录显示线路中断"],
          ["server_fault", "法院服务器故障"],
          ["operator_notice", "运营商故障通知"],
          ["power_cut", "停电通知"],
          ["others_lost", "同地其他参与人同时掉线"],
          ["reconnects", "多次尝试重新连接"],
          ["device_log", "设备故障记录"],
          ["phone_answered", "电话接通并说明情况"],
          ["camera_covered", "遮挡镜头或者关闭声音"],
        ],
      },
      { name: "note", label: "说明", kind: "area" },
    ],
    fits: (view, at) => seat(view, "clerk", "technician") && !!at && !ofCourt(at.seat) && at.admitted,
    body: person,
  },
  { kind: "classify", zh: "认定断线原因", fits: (view, at) => presides(view) && lost(at) && !!at?.admitted, body: (_, at) => ({ person: at?.person }) },
  {
    kind: "decide_absence",
    zh: "决定缺席、断线的处理…",
    says: "由审判长决定，系统不会自动作缺席处理。",
    grave: true,
    fields: () => [
      {
        name: "decision",
        label: "决定",
        kind: "select",
        options: [
          ["recess", "休庭等候"],
          ["continue", "代理人在庭并同意，继续审理"],
          ["adjourn", "延期开庭"],
          ["offline", "转为线下开庭"],
          ["show_cause", "责令三日内说明理由"],
          ["walked_out", "认定中途退庭"],
          ["withdrawn", "按撤诉处理"],
          ["default", "缺席审理"],
        ],
      },
      { name: "minutes", label: "休庭等候的，几分钟（不超过 60）", kind: "number", value: "30" },
      { name: "agrees", label: "在庭的代理人同意继续", kind: "check" },
      REASON,
    ],
    fits: (view, at) => presides(view) && lost(at) && going(view),
    body: (answers, at) => ({
      person: at?.person,
      decision: answers["decision"],
      minutes: Number(answers["minutes"]),
      agent_agrees: yes(answers, "agrees"),
      reason: answers["reason"],
    }),
  },
  {
    kind: "note_unsigned",
    zh: "记明未签名…",
    fields: () => [
      { name: "why", label: "情形", kind: "select", options: [["refused", "拒签"], ["overdue", "逾期未签（满五日）"]] },
      { ...REASON, label: "说明" },
    ],
    fits: (view, at) => seat(view, "clerk") && !!at && (view.transcript?.unsigned.includes(at.person) ?? false) && phase(view, "sign", "adjourned"),
    body: person,
  },
  {
    kind: "decide_recusal",
    zh: "回避决定…",
    fields: () => [{ name: "granted", label: "决定", kind: "select", options: [["0", "驳回申请"], ["1", "准许回避"]] }, REASON],
    fits: (view, at) => presides(view) && !!at && view.halted !== null && view.halted.includes("回避") && (ofCourt(at.seat) || ["interpreter", "expert"].includes(at.seat)),
    body: (answers, at) => ({ of: at?.person, granted: yes(answers, "granted"), reason: answers["reason"] }),
  },
  {
    kind: "admit_watcher",
    zh: "准许旁听",
    fits: (view, at) => desk(view) && !!at && ["spectator", "media", "invited"].includes(at.seat) && !at.admitted,
    body: (_, at) => ({ person: at?.person }),
  },
];

/** What is done to the hearing as a whole. */
export const ORDERS: Order[] = [
  {
    kind: "put_focus",
    zh: "归纳争议焦点…",
    fields: (view) => [
      { name: "points", label: "争议焦点，一行一项", kind: "area", value: view.focus?.points.join("\n") ?? "" },
      { name: "ruled", label: "已听取异议，由法庭确定", kind: "check" },
    ],
    fits: (view) => presides(view) && phase(view, ...INQUIRY),
    body: (answers) => ({ points: lines(answers["points"]), ruled: yes(answers, "ruled") }),
  },
  {
    kind: "answer_focus",
    zh: "答复争议焦点…",
    fields: () => [
      { name: "agrees", label: "意见", kind: "select", options: [["1", "没有异议"], ["0", "有异议"]] },
      { name: "text", label: "说明（有异议的请写明）", kind: "area", free: true },
    ],
    fits: (view) => ofSide(view.me.seat) && view.focus !== null && phase(view, ...INQUIRY),
    body: (answers) => ({ agrees: yes(answers, "agrees"), text: answers["text"] }),
  },
  {
    kind: "ask_recusal",
    zh: "申请回避…",
    says: "提出后庭审暂停，由法院决定。",
    fields: (view) => [
      { name: "of", label: "申请谁回避", kind: "select", options: people(view, (one) => ["presiding", "judge", "assistant", "clerk", "interpreter", "expert"].includes(one.seat)) },
      { name: "ground", label: "理由", kind: "area" },
    ],
    fits: (view) => ofSide(view.me.seat) && phase(view, "rights", ...INQUIRY),
    body: (answers) => ({ of: Number(answers["of"]), ground: answers["ground"] }),
  },
  {
    kind: "answer_mediation",
    zh: "答复是否调解…",
    fields: () => [{ name: "willing", label: "是否愿意由法庭主持调解", kind: "select", options: [["1", "愿意"], ["0", "不愿意"]] }],
    fits: (view) => ofSide(view.me.seat) && phase(view, ...INQUIRY, "final"),
    body: (answers) => ({ willing: yes(answers, "willing") }),
  },
  {
    kind: "start_mediation",
    zh: "开始调解…",
    fields: () => [{ name: "recorded", label: "适宜录音录像", kind: "check" }],
    fits: (view) => presides(view) && phase(view, "rights", ...INQUIRY, "final"),
    body: (answers) => ({ recorded: yes(answers, "recorded") }),
  },
  {
    kind: "end_mediation",
    zh: "结束调解…",
    fields: () => [
      { name: "agreed", label: "结果", kind: "select", options: [["0", "没有达成协议"], ["1", "达成协议"]] },
      { name: "text", label: "协议内容", kind: "area", free: true },
    ],
    fits: (view) => presides(view) && phase(view, "mediation_talk"),
    body: (answers) => ({ agreed: yes(answers, "agreed"), text: answers["text"] }),
  },
  {
    kind: "return",
    zh: "恢复前一环节…",
    fields: (view) => [
      { name: "to", label: "恢复到", kind: "select", options: INQUIRY.filter((one) => one !== view.phase.word).map((one) => [one, NAMES[one] ?? one]) },
      REASON,
    ],
    fits: (view) => presides(view) && phase(view, "evidence", "questions", "debate", "final"),
  },
  {
    kind: "pronounce",
    zh: "宣告判决…",
    fields: () => [
      { name: "appeal", label: "已告知上诉权利、期限和上诉法院", kind: "check" },
      { name: "marriage", label: "离婚案件：已告知判决生效前不得另行结婚", kind: "check" },
    ],
    fits: (view) => presides(view) && phase(view, "pronounce"),
    body: (answers) => ({ appeal_told: yes(answers, "appeal"), marriage_told: yes(answers, "marriage") }),
  },
  {
    kind: "recess",
    zh: "休庭…",
    fields: () => [{ name: "minutes", label: "几分钟（可以不填）", kind: "number", value: "10", free: true }, REASON],
    fits: (view) => presides(view) && going(view),
    body: (answers) => ({ minutes: answers["minutes"] ? Number(answers["minutes"]) : null, reason: answers["reason"] }),
  },
  {
    kind: "order_confrontation",
    zh: "准许对质…",
    fields: (view) => {
      const options = people(view, (one) => testifies(one.seat));
      return [
        { name: "one", label: "对质的一方", kind: "select", options },
        { name: "other", label: "另一方", kind: "select", options, ...(options[1] ? { value: options[1][0] } : {}) },
      ];
    },
    fits: (view) => presides(view) && phase(view, ...INQUIRY) && view.people.filter((one) => testifies(one.seat)).length > 1,
    body: (answers) => ({ persons: [Number(answers["one"]), Number(answers["other"])] }),
  },
  {
    kind: "record_official",
    zh: "记录负责人出庭应诉…",
    fields: () => [
      { name: "attends", label: "是否出庭", kind: "select", options: [["1", "出庭"], ["0", "不出庭"]] },
      { name: "who", label: "姓名和职务", free: true },
      { ...REASON, label: "不出庭的理由", free: true },
    ],
    fits: (view) => desk(view) && view.hearing.flow.includes("行政"),
    body: (answers) => ({ attends: yes(answers, "attends"), who: answers["who"], reason: answers["reason"] }),
  },
  {
    kind: "freeze",
    zh: "技术暂停",
    says: "庭审计时和笔录暂停，各方停止发言，已经完成的部分继续有效。",
    fits: (view) => seat(view, "clerk") && view.frozen === null && going(view),
    body: () => ({ reason: "technical" }),
  },
  {
    kind: "interrupt_recording",
    zh: "中断录音录像…",
    fields: () => [
      { name: "reason", label: "原因", kind: "select", options: [["fault", "技术故障"], ["secret", "不公开质证"], ["mediation", "不宜录制的调解"], ["recess", "休庭"]] },
      { name: "note", label: "技术故障的，写明情况（审判长签署）", kind: "area", free: true },
    ],
    fits: (view) => presides(view) && view.recording.state !== "off",
  },
  {
    kind: "object_broadcast",
    zh: "对直播提出异议…",
    says: "附理由的异议由审判长决定；没有理由的记入笔录。",
    fields: () => [{ ...REASON, free: true }],
    fits: (view) => ofSide(view.me.seat) && ["approved", "on", "cut"].includes(view.broadcast.state),
    body: (answers) => ({ reason: answers["reason"] || null }),
  },
  {
    kind: "cut_broadcast",
    zh: "切断直播",
    fits: (view) => seat(view, "presiding", "clerk", "technician") && view.broadcast.state === "on",
    says: "观众立即看不到后面的内容，庭审和录音录像照常。",
    body: () => ({}),
  },
  {
    kind: "adjourn",
    zh: "延期开庭…",
    says: "本次庭审到此为止，另行排期；已经完成的诉讼行为继续有效。",
    grave: true,
    fields: () => [
      {
        name: "ground",
        label: "事由",
        kind: "select",
        options: [
          ["party_absent", "必须到庭的人有正当理由没有到庭"],
          ["recusal", "临时提出回避申请"],
          ["new_evidence", "需要新的证人、证据、鉴定或者补充调查"],
          ["technical", "技术故障"],
          ["other", "其他应当延期的情形"],
        ],
      },
      REASON,
    ],
    fits: presides,
    body: (answers) => ({ ...answers, until: null }),
  },
  {
    kind: "go_offline",
    zh: "转为线下开庭…",
    says: "本次在线庭审到此为止，改到法庭继续；已经完成的诉讼行为继续有效。",
    grave: true,
    fields: () => [REASON],
    fits: presides,
  },
  {
    kind: "declare_companion",
    zh: "申报同场人员…",
    says: "身边有其他人的，应当申报姓名和身份，经准许才能在场。",
    fields: () => [{ name: "label", label: "姓名、身份、与您的关系" }],
    fits: (view) => !ofCourt(view.me.seat) && (ofSide(view.me.seat) || testifies(view.me.seat)),
  },
];

function lines(text: string | undefined): string[] {
  return (text ?? "").split("\n").map((one) => one.trim()).filter((one) => one !== "");
}

/** The command of an order. */
export function command(order: Order, view: View, answers: Answers, at?: Place): Command {
  const fields = order.body ? order.body(answers, at) : answers;
  const cut = order.kind === "cut_broadcast" ? { reason: presides(view) ? "presiding" : "operator" } : {};
  return { kind: order.kind, ...fields, ...cut };
}

/** What a question about an order is titled. */
export function titled(order: Order, view: View, at?: Place): string {
  const bare = order.zh.replace(/…$/, "");
  return at ? `${bare}：${name(view, at.person)}` : bare;
}
