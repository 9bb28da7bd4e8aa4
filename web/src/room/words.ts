// Longer texts of the room: the discipline of the court, what a faulty device means, lines of a transcript.

/** Discipline of the court (hearing.md §4). */
export const DISCIPLINE: { title: string; lines: string[] }[] = [
  {
    title: "庭审中应当遵守",
    lines: [
      "服从审判长指挥，未经准许不发言、不提问、不离开画面。",
      "不鼓掌、不喧哗、不走动，不吸烟、不进食，不接打电话，不使用聊天软件。",
      "不得录音、录像、拍照、截屏，不得以任何方式传播庭审内容。",
      "旁听人员不进入审判活动区，全程静音、不露面，不发言、不提问。",
    ],
  },
  {
    title: "在线参加庭审还应当做到",
    lines: [
      "在安静、明亮、封闭的房间参加，不在行驶的车辆、公共场所参加，不躺卧。",
      "衣着整洁，摄像头端正，面部和双肩始终在画面中，不用滤镜和虚拟背景。",
      "身边没有其他人，不接受他人提示；确有他人在场的，事先申报并经准许。",
      "不用他人的账号；保持电量和网络，不发言时保持静音。",
    ],
  },
  {
    title: "违反的后果",
    lines: [
      "依次提示、警告、训诫、责令退出法庭；情节严重的，可以罚款、拘留，录制设备可以暂扣、内容可以删除。",
      "没有正当理由不参加或者中途退出，经提示、警告仍不改正的，可能按撤诉处理或者缺席审理。网络中断、设备损坏、停电等不在此列。",
    ],
  },
];

/** Why a camera or a microphone did not open, and what to do. */
export function deviceFault(cause: unknown): string {
  const name = cause instanceof DOMException ? cause.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "没有得到使用摄像头和麦克风的许可。请点地址栏左侧的标记，允许本页使用，再按“重新检测”。";
    case "NotFoundError":
    case "OverconstrainedError":
      return "没有找到摄像头或者麦克风。请接好设备，再按“重新检测”；只有麦克风的，可以先用声音进入候庭。";
    case "NotReadableError":
    case "AbortError":
      return "设备正被其他程序占用。请关闭其他会议、拍摄程序，再按“重新检测”。";
    default:
      return "这个浏览器不能使用摄像头和麦克风。请换用新版的 Chrome、Edge、Firefox 或者 Safari，并用法院短信中的链接打开。";
  }
}

/** What the state of the network means for the one who reads it. */
export const NETWORK: Record<string, string> = {
  良好: "声音和画面都能正常传送",
  一般: "可能偶有停顿，请不要同时下载或者看视频",
  较差: "声音可能断续：请靠近路由器或者换用网线，也可以改用“低流量”或者“只用声音”",
};

/** What the witness signs and reads aloud. */
export const UNDERTAKING = "我是本案证人。我保证向法庭如实陈述，不作伪证，不隐匿证据；如有违反，愿意承担法律责任。";

/** Lines that a clerk writes in a phase, each taken with Alt and its number. `who` is a seat whose words they are. */
export const TEMPLATES: Record<string, { who: string; text: string }[]> = {
  waiting: [
    { who: "clerk", text: "现在核对到庭情况，宣读法庭纪律。" },
    { who: "clerk", text: "报告审判长，各方均已到庭，法庭准备工作就绪，请开庭。" },
  ],
  identity: [
    { who: "presiding", text: "现在开庭。首先核对各方身份。" },
    { who: "presiding", text: "对对方出庭人员有无异议？" },
    { who: "", text: "没有异议。" },
  ],
  composition: [{ who: "presiding", text: "现在宣布案由、审判人员和书记员名单。本次庭审在线进行，全程录音录像。" }],
  rights: [
    { who: "presiding", text: "各方的诉讼权利和义务已经告知，是否听清？是否申请回避？" },
    { who: "", text: "听清，不申请回避。" },
  ],
  statements: [
    { who: "presiding", text: "现在进行法庭调查。请原告陈述诉讼请求和事实理由。" },
    { who: "presiding", text: "请被告答辩。" },
    { who: "presiding", text: "归纳本案争议焦点如下，各方有无异议？" },
  ],
  evidence: [
    { who: "presiding", text: "请举证方出示证据，说明证明目的。" },
    { who: "presiding", text: "请对方就真实性、合法性、关联性发表质证意见。" },
    { who: "", text: "真实性、合法性、关联性均无异议。" },
    { who: "", text: "真实性无异议，对证明目的不予认可。" },
  ],
  questions: [
    { who: "presiding", text: "各方有无问题向对方发问？" },
    { who: "", text: "没有。" },
  ],
  debate: [
    { who: "presiding", text: "法庭调查结束，现在进行法庭辩论。" },
    { who: "presiding", text: "各方有无新的辩论意见？" },
    { who: "", text: "没有新的辩论意见。" },
  ],
  final: [
    { who: "presiding", text: "辩论终结，请各方发表最后意见。" },
    { who: "", text: "坚持诉讼请求。" },
    { who: "", text: "请求驳回原告的诉讼请求。" },
    { who: "presiding", text: "各方是否愿意调解？" },
  ],
  pronounce: [{ who: "presiding", text: "现在宣告判决。" }],
  sign: [{ who: "presiding", text: "庭审到此结束，请各方阅读笔录，无误后签名。" }],
};
