// What the server tells the room's page. The page decides nothing: who may speak, see or do what is said here.

export type Track = "camera" | "microphone" | "screen";
export type Person = number;

/** Somebody of the hearing, as the reader may see them. */
export interface Place {
  person: Person;
  seat: string;
  seat_zh: string;
  label: string;
  side: string;
  bench: boolean;
  on: boolean;
  in_room: boolean;
  admitted: boolean;
  identified: boolean;
  acknowledged: boolean;
  muted: boolean;
  hand: boolean;
  floor: boolean;
  screen: boolean;
  called: "before" | "now" | "after" | null;
  sees: Record<Track, boolean>;
}

/** The reader. */
export interface Me {
  person: Person;
  seat: string;
  seat_zh: string;
  label: string;
  side: string;
  send: Record<Track, boolean>;
  silent: string | null;
  acknowledged: boolean;
  identified: boolean;
  admitted: boolean;
  hand: boolean;
  removed: boolean;
}

export interface Exhibit {
  id: number;
  title: string;
  side: string;
  pages: number;
  secret: boolean;
  closed: boolean;
  shown: boolean;
}

/** A step of the presiding judge's outline. */
export interface Step {
  phase: string;
  zh: string;
  say: string;
  next: string | null;
  ready: boolean;
  stands: boolean;
  missing: string[];
}

/** What is posted; its fields follow its kind. */
export interface Command {
  kind: string;
  [field: string]: unknown;
}

/** Something that can be done now with one press. */
export interface Act {
  kind: string;
  zh: string;
  person?: Person;
  to?: string;
  body: Command;
}

export interface Put {
  no: number;
  digest: string;
  pages: number;
  signed: Person[];
  unsigned: Person[];
  /** The pages that are the reader's to read: of a witness the own part. */
  own_pages: number[];
  /** The reader is among those who sign. */
  may_sign: boolean;
}

export interface View {
  seq: number;
  now: number;
  hearing: { number: string; court: string; cause: string; planned: number; flow: string; public: boolean };
  me: Me;
  phase: { word: string; zh: string; since?: number };
  halted: string | null;
  frozen: string | null;
  recording: { state: "off" | "running" | "stalled" | "interrupted"; zh: string };
  broadcast: { state: "none" | "refused" | "approved" | "on" | "cut" | "closed"; zh: string; delay_s: number };
  people: Place[];
  floor: { person: Person; until: number | null } | null;
  hands: Person[];
  evidence: Exhibit[];
  showing: { id: number; page: number } | null;
  focus: { points: string[]; ruled: boolean } | null;
  transcript: Put | null;
  outline: Step[];
  acts: Act[];
}

/** Which line carries whom. */
export interface Slots {
  map: { mid: string; person: Person | null; track?: Track }[];
  off: { person: Person; track: Track }[];
}

export interface Speaking {
  person: Person;
  level: number;
}

export interface Figures {
  person: Person;
  loss: number;
  jitter_ms: number;
  rtt_ms: number;
  up: number;
  down: number;
}

export interface Chat {
  from: Person;
  label: string;
  text: string;
  at: number;
}

export interface Paragraph {
  at: number;
  person: Person | null;
  label: string;
  text: string;
}

export interface Correction {
  no: number;
  person: Person;
  page?: number;
  text?: string;
  accepted: boolean | null;
}

export interface Page {
  page: number;
  text: string;
}

export interface Transcript {
  no: number;
  digest: string;
  pages: Page[];
  paragraphs: Paragraph[];
  versions: { no: number; digest: string; at: number }[];
  signatures: { person: Person; label: string; at: number; valid: boolean }[];
  corrections: Correction[];
}

/** A reason against something. */
export interface Refusal {
  code: string;
  basis: string;
  sentence: string;
}

const WATCH = ["spectator", "media", "invited"];
const COURT = ["presiding", "judge", "assistant", "clerk", "police", "technician", "supervisor"];

/** Watches and nothing else. */
export const watches = (seat: string): boolean => WATCH.includes(seat);
/** Takes part with sound and picture; all others need no devices. */
export const speaks = (seat: string): boolean => !watches(seat) && seat !== "technician" && seat !== "supervisor";
/** Follows the transcript. */
export const reads = (seat: string): boolean => speaks(seat) || seat === "supervisor";
/** Of the court: known by its own sign-in. */
export const ofCourt = (seat: string): boolean => COURT.includes(seat);
export const testifies = (seat: string): boolean => seat === "witness" || seat === "expert";
/** A party or an agent. */
export const ofSide = (seat: string): boolean =>
  ["plaintiff", "defendant", "third", "agent", "prosecutor", "accused"].includes(seat);
export const sits = (seat: string): boolean => seat === "presiding" || seat === "judge";
/** May share a screen once it is granted. */
export const shares = (seat: string): boolean =>
  [
    "presiding",
    "judge",
    "assistant",
    "clerk",
    "prosecutor",
    "expert",
    "plaintiff",
    "defendant",
    "third",
    "agent",
  ].includes(seat);

export const over = (view: View): boolean => view.phase.word === "closed" || view.phase.word === "adjourned";
export const place = (view: View, person: Person): Place | undefined =>
  view.people.find((one) => one.person === person);
export const name = (view: View, person: Person | null | undefined): string => {
  const one = view.people.find((at) => at.person === person);
  return one ? `${one.seat_zh} ${one.label}` : "";
};
/** Whether the reader is past the waiting room. */
export const inside = (view: View): boolean => place(view, view.me.person)?.in_room ?? false;
