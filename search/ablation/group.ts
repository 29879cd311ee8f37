import { type Edit, placeOf } from "./edit.js";

/**
 * Items in groups of which one at most can be chosen: two whose edits are at a common place are in one group, and so
 * is what either shares a group with. In order of their first items. Time O(items² · edits).
 */
export function groupsOf<T>(items: readonly T[], editsOf: (item: T) => readonly Edit[]): readonly (readonly T[])[] {
  let groups: readonly { readonly items: readonly T[]; readonly places: ReadonlySet<string> }[] = [];
  for (const item of items) {
    const places = new Set(editsOf(item).map(placeOf));
    const touched = groups.filter((group) => [...places].some((place) => group.places.has(place)));
    const merged = {
      items: [...touched.flatMap((group) => group.items), item],
      places: new Set([...touched.flatMap((group) => [...group.places]), ...places]),
    };
    groups = touched.length === 0
      ? [...groups, merged]
      : groups.flatMap((group) => (group === touched[0] ? [merged] : touched.includes(group) ? [] : [group]));
  }
  return groups.map((group) => group.items);
}
