import { spawnSync } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import { isAlive } from "./is-alive.js";

afterEach(() => { vi.restoreAllMocks(); });

test("this process runs, and one that has ended does not", () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(spawnSync(process.execPath, ["-e", ""]).pid)).toBe(false);
});

test("a process of another user, which may not be sent signals, runs", () => {
  vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
  });
  expect(isAlive(1)).toBe(true);
});
