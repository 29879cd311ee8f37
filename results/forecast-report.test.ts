import { describe, expect, test } from "vitest";
import { type Forecast, formatForecast } from "./forecast-report.js";
import { plainStyle } from "./style.js";

const FORECAST: Forecast = {
  parts: [
    { part: "search", trainings: 5400, steps: 468_000, seconds: { least: 240, most: 720 } },
    { part: "selection", trainings: 76, steps: 21_800, seconds: { least: 8, most: 8 } },
    { part: "comparison", trainings: 1146, steps: 246_000, seconds: { least: 100, most: 130 } },
    { part: "sealed", trainings: 306, steps: 59_700, seconds: { least: 40, most: 50 } },
  ],
  workers: 2, unmeasured: [], minutes: { least: 3.25, most: 7.6 }, megabytes: 3.91234,
};
const UNMEASURED = ["my-task-with-a-long-name ×10", "another-of-my-tasks ×10", "a-third-\u001b[31mone ×100"];

function text(told: Forecast, width = 110): string {
  return formatForecast(told, { style: plainStyle, width });
}

/** The words below the table, in one line. */
function words(told: Forecast): string {
  return text(told).split("\n").filter((line) => line !== "").slice(5).join(" ");
}

describe("a forecast", () => {
  test("has a line for each part, with its trainings, steps and time", () => {
    const lines = text(FORECAST).split("\n");
    expect(lines[0]).toMatch(/^part +trainings +steps +time of workers$/);
    expect(lines[1]).toMatch(/^search +5,400 +468,000 +4 min to 12 min$/);
    expect(lines[2]).toMatch(/^selection +76 +21,800 +8 s$/);
    expect(lines[4]).toMatch(/^sealed +306 +59,700 /);
  });

  test("says how long it all takes and what it needs of the disk", () => {
    expect(words(FORECAST)).toMatch(/^About 3 min.* to 8 min.* on 2 workers, 3\.9\d* MB on disk\./);
    expect(words({ ...FORECAST, workers: 1 })).toContain("on 1 worker,");
    expect(words(FORECAST)).not.toContain("references");
  });

  test("names the tasks whose references are measured on the way, and not that all are before", () => {
    const told = words({ ...FORECAST, unmeasured: UNMEASURED });
    for (const task of UNMEASURED.slice(0, 2)) expect(told).toContain(task);
    expect(told).toContain("each when it is first needed");
    expect(told).not.toContain("\u001b");
  });

  test.each([60, 80, 110])("keeps to a page of %i columns", (width) => {
    for (const line of text({ ...FORECAST, unmeasured: UNMEASURED }, width).split("\n")) {
      expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });
});
