import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

// References that a user has kept, or that another test has measured, are none of a test's.
const cache = mkdtempSync(join(tmpdir(), "symopt-cache-"));
process.env["SYMOPT_CACHE"] = cache;
afterAll(() => { rmSync(cache, { recursive: true, force: true }); });
