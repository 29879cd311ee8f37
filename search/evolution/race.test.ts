import { describe, expect, test } from "vitest";
import { staysInRace } from "./race.js";

const BEST = { bySeed: [0.5, 0.3, 0.4, 0.2], sure: 0.35 };

describe("in a paired race", () => {
  test.each([
    ["is ahead on the seeds of both", [0.4, 0.5], true],
    ["is level with the best there", [0.3, 0.5], true],
    ["is behind there, however wide its interval and whatever the best comes to elsewhere", [0.4, 0.38], false],
    ["is behind only on seeds that the best has not had", [0.5, 0.3, 0.4, 0.2, -1], true],
  ])("what %s: %j stays: %s", (_, bySeed, stays) => {
    expect(staysInRace("paired", { bySeed, fitness: 0, error: 9 }, BEST)).toBe(stays);
  });
});

describe("in a race of intervals", () => {
  test.each([[0.25, 0.11, true], [0.25, 0.09, false]])("%d ± %d stays: %s", (fitness, error, stays) => {
    expect(staysInRace("interval", { bySeed: [0, 0], fitness, error }, BEST)).toBe(stays);
  });
});
