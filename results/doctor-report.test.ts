import { expect, test } from "vitest";
import { type DoctorReport, formatDoctor } from "./doctor-report.js";
import { colourStyle, plainStyle } from "./style.js";

const REPORT: DoctorReport = {
  healthy: true,
  checks: [
    { name: "node", title: "Node", state: "ok", finding: "20.0.0; 20 or newer works" },
    {
      name: "webgpu", title: "GPU, webgpu", state: "missing", finding: "not installed, and not needed yet",
      advice: "once one does: npm install webgpu",
    },
    {
      name: "folder", title: "working folder", state: "broken",
      finding: "/nowhere cannot be written to: EACCES: permission denied",
      advice: "work in another folder",
    },
  ],
};

test("each thing is a line with its state, what to do below it, and a verdict at the end", () => {
  expect(formatDoctor(REPORT, { style: plainStyle, width: 60 })).toMatchInlineSnapshot(`
    "ok       Node            20.0.0; 20 or newer works
    missing  GPU, webgpu     not installed, and not needed yet
                             once one does: npm install webgpu
    broken   working folder  /nowhere cannot be written to:
                             EACCES: permission denied
                             work in another folder

    symopt works here: what it computes is equal, bit for bit, to what other machines compute.
    "
  `);
});

test("the verdict is another where training does not work", () => {
  expect(formatDoctor({ ...REPORT, healthy: false }, { style: plainStyle, width: 60 })).toContain("does not work here");
});

test("colours do not move what stands beside them", () => {
  const plain = formatDoctor(REPORT, { style: plainStyle, width: 60 });
  const coloured = formatDoctor(REPORT, { style: colourStyle, width: 60 });
  // eslint-disable-next-line no-control-regex -- the codes of colours are what is taken away
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  expect(coloured).not.toBe(plain);
});
