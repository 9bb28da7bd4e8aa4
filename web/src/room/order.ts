// An order: something done with words, the fields of its command, and where it is of use. Whether it may be done is the
// server's to say.
import type { Answers, Field } from "./ask";
import { name, type Command, type Place, type View } from "./view";

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

export const REASON: Field = { name: "reason", label: "理由", kind: "area" };
const SESSION = [
  "identity",
  "composition",
  "rights",
  "statements",
  "evidence",
  "questions",
  "debate",
  "final",
  "pronounce",
];
export const INQUIRY = ["statements", "evidence", "questions", "debate"];

export const phase = (view: View, ...words: string[]): boolean => words.includes(view.phase.word);
export const seat = (view: View, ...words: string[]): boolean => words.includes(view.me.seat);
export const presides = (view: View): boolean => seat(view, "presiding");
export const desk = (view: View): boolean => seat(view, "presiding", "clerk");
export const going = (view: View): boolean => phase(view, ...SESSION, "mediation_talk");
export const people = (view: View, of: (one: Place) => boolean): [string, string][] =>
  view.people.filter(of).map((one) => [String(one.person), `${one.seat_zh} ${one.label}`]);
export const yes = (answers: Answers, key: string): boolean => answers[key] === "1";

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
