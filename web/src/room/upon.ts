// What is done to somebody: the menu on a tile and in the lists.
import type { Answers } from "./ask";
import { desk, going, INQUIRY, phase, presides, REASON, seat, yes, type Order } from "./order";
import { ofCourt, ofSide, shares, sits, testifies, watches, type Place } from "./view";

const OUTCOMES: [string, string][] = [
  ["rejected", "不成立"],
  ["upheld", "成立，不予直播"],
  ["partial", "部分成立，相关证据不公开"],
];
const RUNGS: [string, string][] = [
  ["hint", "提示"],
  ["warning", "警告"],
  ["reprimand", "训诫"],
  ["removal", "责令退出法庭"],
];

const person = (answers: Answers, at?: Place): Record<string, unknown> => ({ ...answers, person: at?.person });
const lost = (at?: Place): boolean => at !== undefined && !at.on && !ofCourt(at.seat);

/** What is done to somebody: the menu on a tile and in the list. */
export const UPON: Order[] = [
  {
    kind: "grant_floor",
    zh: "准许发言",
    fits: (view, at) =>
      presides(view) && !!at && at.in_room && !at.floor && !phase(view, "waiting", "recess", "deliberation"),
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
  {
    kind: "unmute",
    zh: "解除静音",
    fits: (view, at) => desk(view) && !!at?.muted,
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "grant_screen",
    zh: "准许共享屏幕",
    fits: (view, at) =>
      presides(view) &&
      !!at &&
      at.in_room &&
      !at.screen &&
      shares(at.seat) &&
      !["presiding", "clerk"].includes(at.seat) &&
      going(view),
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
    body: (answers, at) => ({
      person: at?.person,
      read_aloud: yes(answers, "read"),
      incapable: yes(answers, "incapable"),
    }),
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
    fields: () => [
      {
        name: "permitted",
        label: "答复",
        kind: "select",
        options: [
          ["1", "准许在场"],
          ["0", "不准许"],
        ],
      },
    ],
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
        options: [
          ["link", "发送重新连接的短信"],
          ["call", "已经电话联系"],
          ["offer", "已建议更换设备或者电话接入"],
        ],
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
  {
    kind: "classify",
    zh: "认定断线原因",
    fits: (view, at) => presides(view) && lost(at) && !!at?.admitted,
    body: (_, at) => ({ person: at?.person }),
  },
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
      {
        name: "why",
        label: "情形",
        kind: "select",
        options: [
          ["refused", "拒签"],
          ["overdue", "逾期未签（满五日）"],
        ],
      },
      { ...REASON, label: "说明" },
    ],
    fits: (view, at) =>
      seat(view, "clerk") &&
      !!at &&
      (view.transcript?.unsigned.includes(at.person) ?? false) &&
      phase(view, "sign", "adjourned"),
    body: person,
  },
  {
    kind: "decide_recusal",
    zh: "回避决定…",
    fields: () => [
      {
        name: "granted",
        label: "决定",
        kind: "select",
        options: [
          ["0", "驳回申请"],
          ["1", "准许回避"],
        ],
      },
      REASON,
    ],
    fits: (view, at) =>
      presides(view) &&
      !!at &&
      view.halted !== null &&
      view.halted.includes("回避") &&
      (ofCourt(at.seat) || ["interpreter", "expert"].includes(at.seat)),
    body: (answers, at) => ({ of: at?.person, granted: yes(answers, "granted"), reason: answers["reason"] }),
  },
  {
    kind: "join",
    zh: "记明现场到庭",
    says: "该人员在法庭现场参加的，记明已经到庭；在线参加的由本人进入。",
    fits: (view, at) => seat(view, "clerk") && lost(at) && phase(view, "waiting", "identity"),
    body: (_, at) => ({ person: at?.person }),
  },
  {
    kind: "decide_objection",
    zh: "对直播异议的决定…",
    fields: () => [
      { name: "outcome", label: "决定", kind: "select", options: OUTCOMES },
      { name: "items", label: "部分成立的，不公开的证据编号，用逗号隔开", free: true },
      REASON,
    ],
    fits: (view, at) =>
      presides(view) && !!at && ofSide(at.seat) && ["approved", "on", "cut"].includes(view.broadcast.state),
    body: (answers, at) => ({
      person: at?.person,
      outcome: answers["outcome"],
      reason: answers["reason"],
      items: (answers["items"] ?? "")
        .split(/[,，、\s]+/)
        .filter((one) => /^\d+$/.test(one))
        .map(Number),
    }),
  },
  {
    kind: "refuse_watcher",
    zh: "不准许旁听…",
    fields: () => [REASON],
    fits: (view, at) => desk(view) && !!at && watches(at.seat) && !at.admitted,
    body: person,
  },
  {
    kind: "admit_watcher",
    zh: "准许旁听",
    fits: (view, at) => desk(view) && !!at && watches(at.seat) && !at.admitted,
    body: (_, at) => ({ person: at?.person }),
  },
];
