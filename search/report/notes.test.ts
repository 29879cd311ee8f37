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

test("a note of another shape is a remark", () => {
  const note = { kind: "selection", at: 800, data: { ...aSelection(true), overfitting: { points: "many" } } };
  expect(readNotes([note])).toMatchObject({ selection: null, remarks: [note] });
});
