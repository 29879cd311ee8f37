import { expect, test } from "vitest";
import { Pulse } from "./pulse.js";
import { Watch } from "./watch.js";

test("a worker is late from when it has spent more than it may on what it does", () => {
  const pulse = new Pulse();
  const watch = new Watch(pulse);
  pulse.train(10);
  const late = [0.5, 6, 4, 1].map((seconds) => {
    watch.look(seconds, 0);
    return watch.late;
  });
  expect(late).toEqual([-10, -4, 0, 1]);
  expect(watch.limit).toBe(10);
});

test("what begins has its time from its beginning, by its own limit", () => {
  const pulse = new Pulse();
  const watch = new Watch(pulse);
  pulse.train(300);
  watch.look(0, 0);
  watch.look(200, 0);
  pulse.train(2);
  watch.look(1, 0);
  expect(watch.late).toBe(-2);
});

test("a worker is not late that has written the next limit and not yet said that something has begun", () => {
  const pulse = { phase: 1, step: 0, limit: 300 };
  const watch = new Watch(pulse);
  watch.look(0, 0);
  watch.look(200, 0);
  pulse.limit = 2;
  watch.look(1, 0);
  expect(watch.late).toBe(-99);
  pulse.phase = 2;
  watch.look(1, 0);
  expect(watch.late).toBe(-2);
});

test("a worker is quiet from its last step or beginning on", () => {
  const pulse = new Pulse();
  const watch = new Watch(pulse);
  pulse.train(100);
  watch.look(1, 10);
  watch.look(1, 20);
  expect([watch.quiet, watch.before]).toEqual([1, 10]);
  pulse.beat(1);
  watch.look(1, 30);
  expect([watch.quiet, watch.before]).toEqual([0, 30]);
});

test("a worker prepares a training before it trains", () => {
  const pulse = new Pulse();
  const watch = new Watch(pulse);
  const signs = [() => { pulse.prepare(60); }, () => { pulse.train(2); }, () => { pulse.beat(7); }];
  const isTraining = signs.map((give) => {
    give();
    watch.look(1, 0);
    return watch.isTraining;
  });
  expect(isTraining).toEqual([false, true, true]);
});
