import fc from "fast-check";
import { expect, test } from "vitest";
import { variable } from "../../dsl/program.js";
import { type Edit, placeOf } from "./edit.js";
import { groupsOf } from "./group.js";

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.nat(5).map((at): Edit => ({ kind: "operand", at, by: variable(1) })),
  fc.nat(5).map((at): Edit => ({ kind: "constant", at, argument: 0, value: 1 })),
  fc.nat(2).map((parameter): Edit => ({ kind: "default", parameter, value: 1 })),
);
const items = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

test("each item is in one group, and items of different groups are at different places", () => {
  fc.assert(fc.property(items, (edits) => {
    const groups = groupsOf(edits.map((own, k) => ({ own, k })), ({ own }) => own);
    expect(groups.flat().map(({ k }) => k).sort((a, b) => a - b)).toEqual(edits.map((_, k) => k));
    const places = groups.map((group) => new Set(group.flatMap(({ own }) => own.map(placeOf))));
    expect(places.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(places.flatMap((own) => [...own])).size);
  }));
});

test("what shares a place with either of two is in a group with both", () => {
  const at = (...places: readonly number[]): readonly Edit[] =>
    places.map((place) => ({ kind: "operand", at: place, by: variable(1) }));
  expect(groupsOf([at(0), at(2), at(1), at(0, 1)], (own) => own).map((group) => group.length)).toEqual([3, 1]);
});
