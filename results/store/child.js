import { rmSync, writeSync } from "node:fs";
import process from "node:process";
import { setInterval } from "node:timers";
import { RunStore } from "../../dist/results/store/store.js";

// What another process does to a run, for the tests: `node child.js TASK FOLDER ENTRY`, where ENTRY is an entry as
// JSON that all others are like. A plain module, since only the test runner runs TypeScript.

const [task, folder, like] = process.argv.slice(2);

function entries(from, count) {
  return Array.from({ length: count }, (_, i) => ({ ...JSON.parse(like), index: from + i }));
}

/** Tells the test something at once, even if this process is killed the moment after. */
function say(text) {
  writeSync(1, `${text}\n`);
}

const HEADER = { symopt: "0.1.0", created: "2026-01-01T00:00:00.000Z", configuration: { seed: 1 } };

const TASKS = {
  /** Appends until it is killed, and says after each commit how many entries are committed. */
  append() {
    const store = RunStore.open(folder);
    for (;;) {
      store.append(entries(store.length, 1 + (store.length % 7)));
      say(store.length);
    }
  },
  /** Makes a run of ten entries. */
  make() {
    const store = RunStore.create(folder, HEADER);
    store.append(entries(0, 10));
    store.close();
  },
  /** Makes a run of ten entries and leaves it open, as a process that is killed does. */
  leave() {
    RunStore.create(folder, HEADER).append(entries(0, 10));
    process.kill(process.pid, "SIGKILL");
  },
  /** Opens a run and closes it while another reads it, so that its file stays in write-ahead mode; without its log. */
  rewind() {
    const store = RunStore.open(folder);
    const reader = RunStore.read(folder);
    store.close();
    reader.close();
    for (const end of ["wal", "shm"]) rmSync(`${folder}/run.db-${end}`);
  },
  /** Holds a run open until it is killed. */
  hold() {
    RunStore.open(folder);
    say("open");
    setInterval(() => undefined, 1000);
  },
  /** Says how many entries can be read, or why none can. */
  read() {
    using(() => RunStore.read(folder), (store) => [...store.entries()].length);
  },
  /** Says how many entries there are once it is open for writing, or why it is not. */
  open() {
    using(() => RunStore.open(folder), (store) => store.length);
  },
};

function using(open, look) {
  try {
    const store = open();
    say(look(store));
    store.close();
  } catch (error) {
    say(`${error.name} ${error.code}: ${error.message}`);
  }
}

TASKS[task]();
