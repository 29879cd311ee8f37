/** Where something of a configuration was written. */
export interface Place {
  /** The file, or the argument of the command line. */
  readonly source: Source;
  /** Characters from the beginning of the text. */
  readonly offset: number;
  /** How many characters it takes. */
  readonly length: number;
}

/** A text that a configuration is made of. */
export interface Source {
  /** What messages call it. */
  readonly name: string;
  readonly text: string;
  /** An argument is so short that its name says it all: messages do not quote it. */
  readonly kind: "file" | "argument";
}

/** A value of YAML that knows where it was written. */
export type Node = { readonly place: Place } & (
  | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, Entry> }
);

/** What a mapping holds under a key. */
export interface Entry {
  /** Where the key was written. */
  readonly key: Place;
  readonly node: Node;
}

/** A path in a configuration: keys and indices. */
export type Path = readonly (string | number)[];

/** A path as messages and `--set` write it: `tasks.search.0.size`. */
export function pathText(path: Path): string {
  return path.join(".");
}

/** The plain value of a node. A key such as `__proto__` is a key like any other. */
export function valueOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(valueOf);
    case "mapping":
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, valueOf(entry.node)]));
  }
}

/** A plain value as a node, all of it at one place. */
export function nodeOf(value: unknown, place: Place): Node {
  if (Array.isArray(value)) return { kind: "list", place, items: value.map((item) => nodeOf(item, place)) };
  if (typeof value === "object" && value !== null) {
    const entries = new Map<string, Entry>();
    for (const [key, item] of Object.entries(value)) entries.set(key, { key: place, node: nodeOf(item, place) });
    return { kind: "mapping", place, entries };
  }
  return { kind: "scalar", place, value: value as string | number | boolean | null };
}

/** What a node holds at a key or an index; `undefined` where there is nothing. */
export function childOf(node: Node, segment: string | number): Node | undefined {
  switch (node.kind) {
    case "scalar":
      return undefined;
    case "list":
      return node.items[Number(segment)];
    case "mapping":
      return node.entries.get(String(segment))?.node;
  }
}

/** The node at a path; `undefined` where there is nothing. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const segment of path) node = node === undefined ? undefined : childOf(node, segment);
  return node;
}

/** Where the value at a path was written; where there is none, the nearest thing around it. */
export function placeOf(root: Node, path: Path): Place {
  let node = root;
  for (const segment of path) {
    const child = childOf(node, segment);
    if (child === undefined) break;
    node = child;
  }
  return node.place;
}

/**
 * What a path that was written at a place is relative to: one of an argument to the working directory, as in a shell.
 *
 * @param place - Where it was written.
 * @param folder - What those of the file are relative to.
 */
export function folderAt(place: Place, folder: string): string {
  return place.source.kind === "argument" ? "." : folder;
}

/** An item of a list, and where it was written. */
export interface PlacedItem {
  readonly value: unknown;
  readonly place: Place;
}

/** The items of the list at a path, or of its default where there is nothing; none where it is no list. */
export function itemsOf(root: Node, path: Path, usual: readonly unknown[]): readonly PlacedItem[] {
  const node = nodeAt(root, path);
  if (node === undefined) return usual.map((value) => ({ value, place: placeOf(root, path) }));
  return node.kind === "list" ? node.items.map((item) => ({ value: valueOf(item), place: item.place })) : [];
}
