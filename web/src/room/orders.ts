// What is done to the hearing as a whole, by whom it concerns.
import { desk, going, INQUIRY, people, phase, presides, REASON, seat, yes, type Order } from "./order";
import { ofCourt, ofSide, sits, testifies, type View } from "./view";

const NAMES: Record<string, string> = {
  statements: "法庭调查（陈述）",
  evidence: "举证质证",
  questions: "发问",
  debate: "法庭辩论",
};

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
      {
        name: "agrees",
        label: "意见",
        kind: "select",
        options: [
          ["1", "没有异议"],
          ["0", "有异议"],
        ],
      },
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
      {
        name: "of",
        label: "申请谁回避",
        kind: "select",
        options: people(view, (one) =>
          ["presiding", "judge", "assistant", "clerk", "interpreter", "expert"].includes(one.seat),
        ),
      },
      { name: "ground", label: "理由", kind: "area" },
    ],
    fits: (view) => ofSide(view.me.seat) && phase(view, "rights", ...INQUIRY),
    body: (answers) => ({ of: Number(answers["of"]), ground: answers["ground"] }),
  },
  {
    kind: "answer_mediation",
    zh: "答复是否调解…",
    fields: () => [
      {
        name: "willing",
        label: "是否愿意由法庭主持调解",
        kind: "select",
        options: [
          ["1", "愿意"],
          ["0", "不愿意"],
        ],
      },
    ],
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
      {
        name: "agreed",
        label: "结果",
        kind: "select",
        options: [
          ["0", "没有达成协议"],
          ["1", "达成协议"],
        ],
      },
      { name: "text", label: "协议内容", kind: "area", free: true },
    ],
    fits: (view) => presides(view) && phase(view, "mediation_talk"),
    body: (answers) => ({ agreed: yes(answers, "agreed"), text: answers["text"] }),
  },
  {
    kind: "return",
    zh: "恢复前一环节…",
    fields: (view) => [
      {
        name: "to",
        label: "恢复到",
        kind: "select",
        options: INQUIRY.filter((one) => one !== view.phase.word).map((one) => [one, NAMES[one] ?? one]),
      },
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
    kind: "enter_room",
    zh: "进入合议室",
    fits: (view) => sits(view.me.seat) && phase(view, "waiting", "recess"),
    body: () => ({ of: 0, room: "bench" }),
  },
  {
    kind: "enter_room",
    zh: "进入休庭室…",
    says: "休庭室只有当事人和本人的代理人、辩护人、翻译，不录音录像，其他人听不到。",
    fields: (view) => [{ name: "of", label: "谁的休庭室", kind: "select", options: clients(view) }],
    fits: (view) => clients(view).length > 0 && phase(view, "waiting", "recess", "deliberation"),
    body: (answers) => ({ of: Number(answers["of"]), room: "counsel" }),
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
    fits: (view) =>
      presides(view) && phase(view, ...INQUIRY) && view.people.filter((one) => testifies(one.seat)).length > 1,
    body: (answers) => ({ persons: [Number(answers["one"]), Number(answers["other"])] }),
  },
  {
    kind: "record_official",
    zh: "记录负责人出庭应诉…",
    fields: () => [
      {
        name: "attends",
        label: "是否出庭",
        kind: "select",
        options: [
          ["1", "出庭"],
          ["0", "不出庭"],
        ],
      },
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
      {
        name: "reason",
        label: "原因",
        kind: "select",
        options: [
          ["fault", "技术故障"],
          ["secret", "不公开质证"],
          ["mediation", "不宜录制的调解"],
          ["recess", "休庭"],
        ],
      },
      { name: "note", label: "技术故障的，写明情况（审判长签署）", kind: "area", free: true },
    ],
    fits: (view) => presides(view) && view.recording.state !== "off",
  },
  {
    kind: "approve_broadcast",
    zh: "批准直播…",
    fields: () => [
      { name: "approval", label: "批准文号" },
      { name: "delay", label: "延时几秒（30 至 180）", kind: "number", value: "60" },
    ],
    fits: (view) => presides(view) && view.broadcast.state === "none" && phase(view, "scheduled", "waiting"),
    body: (answers) => ({ approval: answers["approval"], delay_s: Number(answers["delay"]) }),
  },
  {
    kind: "refuse_broadcast",
    zh: "不批准直播…",
    fields: () => [REASON],
    fits: (view) => presides(view) && view.broadcast.state === "none" && phase(view, "scheduled", "waiting"),
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

/** Parties whose room the reader may enter: the own, or those of the own side. */
function clients(view: View): [string, string][] {
  const { me } = view;
  if (!["agent", "interpreter"].includes(me.seat)) {
    return people(
      view,
      (one) => one.person === me.person && ["plaintiff", "defendant", "third", "accused"].includes(one.seat),
    );
  }
  return people(
    view,
    (one) => one.side === me.side && ["plaintiff", "defendant", "third", "accused"].includes(one.seat),
  );
}

function lines(text: string | undefined): string[] {
  return (text ?? "")
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}
