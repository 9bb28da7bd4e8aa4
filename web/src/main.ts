// Entry of every page. Pages read and work without it; it makes them quicker.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/table.css";
import "./styles/figures.css";
import "./styles/compare.css";
import "./styles/record.css";
import "./styles/course.css";
import "./styles/search.css";
import "./styles/papers.css";
import "./styles/api.css";
import "./styles/live.css";
import "./styles/door.css";
import "./styles/files.css";
import "./styles/instrument.css";
import "./styles/laws.css";
import "./styles/alike.css";
import "./styles/room.css";
import "./styles/print.css";

import { copyNumbers } from "./copy";
import { keyboard } from "./keyboard";
import { sortTables } from "./sort";

keyboard();
copyNumbers();
sortTables();

const asked = document.querySelectorAll<HTMLFormElement>("form[data-once]");
if (asked.length > 0) {
  void import("./asks").then(({ asks }) => asked.forEach(asks));
}

const given = document.querySelectorAll<HTMLElement>("[data-uploads]");
if (given.length > 0) {
  void import("./files").then(({ files }) => given.forEach(files));
}

const found = document.querySelector<HTMLElement>("[data-found]");
if (found) {
  void import("./found").then(({ follows }) => follows(found));
}

const charts = document.querySelectorAll<HTMLElement>("[data-chart]");
if (charts.length > 0) {
  void import("./chart").then(({ draw }) => charts.forEach(draw));
}

const bar = document.querySelector<HTMLElement>("[data-events]");
if (bar) {
  void import("./live").then(({ follow }) => follow(bar));
}

const mine = document.querySelector<HTMLElement>("[data-mine]");
const badge = document.querySelector<HTMLElement>("[data-unread]");
if (mine || badge) {
  void import("./mine").then(({ follow }) => follow(mine, badge));
}

const reviewed = document.querySelector<HTMLElement>("[data-review]");
if (reviewed) {
  void import("./review").then(({ review }) => review(reviewed));
}

const proof = document.querySelector<HTMLFormElement>("form[data-verify]");
if (proof) {
  void import("./verify").then(({ verification }) => verification(proof));
}

const room = document.querySelector<HTMLElement>("#room");
if (room) {
  void import("./room/main").then(({ mount }) => mount(room));
}
