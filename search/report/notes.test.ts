import { expect, test } from "vitest";
import { aSelection } from "../../results/html/story.arbitrary.js";
import { readNotes } from "./notes.js";

test("a selection that an older version noted is read: it knew of no earlier ones, nor which trainings failed", () => {
  const { stages, overfitting, entries, ...rest } = aSelection(true);
  const older = {
    ...rest,
    stages: stages.map(({ holdout, ...stage }) => ({ ...stage, holdout: { ...holdout, earlier: undefined } })),
    overfitting: { ...overfitting, points: overfitting?.points.map((point) => ({ ...point, failed: undefined })) },
  };
  const note = { kind: "selection", at: 800, data: JSON.parse(JSON.stringify(older)) as unknown };
  const { selection, remarks } = readNotes([note]);
  expect(entries).toBe(2800);
  expect(selection).toEqual(note.data);
  expect(remarks).toEqual([]);
});

test("openings say which families another program was judged on before, those of an older version too", () => {
  const opening = (candidate: number, body: string, ...tasks: readonly string[]) => ({
    kind: "sealed", at: 1, data: { candidate, program: `def a(w, g, lr):\n  update = ${body}\n  return update\n`, tasks },
  });
  const notes = [opening(1, "g * lr", "images"), opening(2, "w * lr", "images", "captions"), opening(1, "g * lr", "captions")];
  expect(readNotes(notes).openings.map(({ candidate, reused }) => [candidate, reused]))
    .toEqual([[1, []], [2, ["images"]], [1, ["captions"]]]);
  const [first, second] = notes as [(typeof notes)[number], (typeof notes)[number]];
  const ofOneFamily = [
    { ...first, data: { ...first.data, families: ["pictures"] } },
    { ...second, data: { ...second.data, tasks: ["drawings"], families: ["pictures"] } },
    { ...second, data: { ...second.data, program: "no program", tasks: ["images"] } },
  ];
  expect(readNotes(ofOneFamily).openings.map(({ reused }) => reused)).toEqual([[], ["drawings"], ["images"]]);
  const told = notes.map((note) => ({ ...note, data: { ...note.data, reused: ["a task"] } }));
  expect(readNotes(told).openings.map(({ reused }) => reused)).toEqual([["a task"], ["a task"], ["a task"]]);
});

test("a note of another shape is a remark", () => {
  const note = { kind: "selection", at: 800, data: { ...aSelection(true), overfitting: { points: "many" } } };
  expect(readNotes([note])).toMatchObject({ selection: null, remarks: [note] });
});
