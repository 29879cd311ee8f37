import { afterEach, expect, test, vi } from "vitest";
import { colourStyle, plainStyle } from "../results/style.js";
import { type OutputStream, pageOf } from "./page.js";

function stream(isTTY: boolean, columns = 80): OutputStream {
  return { isTTY, columns };
}

function environment(variables: Readonly<Record<string, string>>): void {
  for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM"]) vi.stubEnv(name, variables[name]);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a terminal has its own width, colours, and room to read", () => {
  environment({ TERM: "xterm" });
  expect(pageOf(stream(true, 132))).toEqual({ style: colourStyle, width: 132 });
  expect(pageOf(stream(true, 10)).width).toBe(40);
  expect(pageOf(stream(true, 0)).width).toBe(110);
});

test("anything else is plain, whatever the width of the terminal", () => {
  environment({ TERM: "xterm" });
  expect(pageOf(stream(false, 132))).toEqual({ style: plainStyle, width: 110 });
});

test.each([
  [true, { TERM: "dumb" }, plainStyle],
  [true, { TERM: "xterm", NO_COLOR: "1" }, plainStyle],
  [true, { TERM: "xterm", NO_COLOR: "" }, colourStyle],
  [false, { FORCE_COLOR: "1" }, colourStyle],
  [true, { TERM: "xterm", FORCE_COLOR: "0" }, plainStyle],
  [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, plainStyle],
])("terminal: %s with %j", (isTTY, variables, style) => {
  environment(variables);
  expect(pageOf(stream(isTTY)).style).toBe(style);
});
