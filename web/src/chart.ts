// The monthly chart, drawn with ECharts over the server's plain drawing. Reads the table behind it, so both always agree.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

interface Months {
  labels: string[];
  intake: number[];
  closing: number[];
}

/** Draws the chart of a figure whose table is named by `data-chart`. */
export function draw(figure: HTMLElement): void {
  const table = document.getElementById(figure.dataset["chart"] ?? "");
  if (!(table instanceof HTMLTableElement)) return;
  let months = read(table);
  if (months.labels.length === 0) return;
  const live = document.createElement("div");
  live.className = "live";
  const plain = figure.querySelector("svg");
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", plain?.getAttribute("aria-label") ?? "");
  plain?.replaceWith(live);
  const chart = init(live, null, { renderer: "svg" });
  const paint = (): void => chart.setOption(options(months, live.clientWidth));
  paint();
  table.addEventListener("figures", () => {
    months = read(table);
    paint();
  });
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(live);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", paint);
  }
}

function read(table: HTMLTableElement): Months {
  const months: Months = { labels: [], intake: [], closing: [] };
  for (const row of table.tBodies[0]?.rows ?? []) {
    months.labels.push(row.cells[0]?.textContent?.trim() ?? "");
    months.intake.push(Number(row.cells[1]?.dataset["key"] ?? 0));
    months.closing.push(Number(row.cells[2]?.dataset["key"] ?? 0));
  }
  return months;
}

/** The colour that a token has in the look of this page; a token alone does not say which of its two values holds. */
function colours(): (name: string) => string {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const found = new Map<string, string>();
  for (const name of ["--muted", "--paper", "--ink", "--line", "--line-strong", "--intake", "--closing"]) {
    probe.style.color = `var(${name})`;
    found.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return (name) => found.get(name) ?? "";
}

function options(months: Months, width: number): Parameters<ReturnType<typeof init>["setOption"]>[0] {
  const token = colours();
  const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--sans").trim();
  const text = { color: token("--muted"), fontFamily, fontSize: 13 };
  const narrow = width < 520;
  return {
    animation: false,
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: token("--paper"),
      borderColor: token("--line-strong"),
      textStyle: { ...text, color: token("--ink") },
      valueFormatter: (value: unknown) => `${Number(value).toLocaleString("zh-CN")} 件`,
    },
    xAxis: {
      type: "category",
      data: narrow ? months.labels.map((label) => label.replace("月", "")) : months.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("--line-strong") } },
      axisLabel: { ...text, interval: 0 },
    },
    yAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      splitNumber: 4,
      axisLabel: { ...text, formatter: (value: number) => value.toLocaleString("zh-CN") },
      splitLine: { lineStyle: { color: token("--line") } },
    },
    series: [
      { name: "新收", type: "bar", data: months.intake, itemStyle: { color: token("--intake") }, barMaxWidth: 28 },
      {
        name: "结案",
        type: "line",
        data: months.closing,
        symbol: "circle",
        symbolSize: 7,
        lineStyle: { color: token("--closing"), width: 2.5 },
        itemStyle: { color: token("--closing") },
      },
    ],
  };
}
