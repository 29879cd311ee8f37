import { z } from "zod";
import type { RunNote } from "../../results/store/header.js";
import type { RunStore } from "../../results/store/store.js";
import type { SelectionEntrant } from "./entrants.js";
import { CHARGE, SELECTION } from "./note-kind.js";
import type { HoldoutBudget } from "./thresholdout.js";

/** What of a note of a selection tells how the holdout was asked; one of an older version began with a full budget. */
const noteSchema = z.looseObject({
  entries: z.number().optional(),
  stages: z.array(z.looseObject({
    holdout: z.looseObject({
      queries: z.number(), left: z.number(), earlier: z.number().default(0),
    }).nullish(),
    candidates: z.array(z.looseObject({ index: z.number() })),
  })),
});

/** What is noted before a holdout is asked. */
const chargeSchema = z.looseObject({
  /** Of the run, and what went in: they tell selections apart. */
  entries: z.number(),
  entrants: z.array(z.number()),
  /** As it was when the selection began. */
  earlier: z.number(),
  selections: z.number(),
  /** The most that it can spend. */
  queries: z.number(),
});

/** What is noted before a holdout is asked, as it is read. */
type Charge = z.infer<typeof chargeSchema>;

/** What of a run tells which selections it has seen. */
interface NotedRun {
  readonly store: Pick<RunStore, "notes">;
  /** Entries that it has. */
  readonly entries: number;
}

/** A run that can be charged. */
interface ChargedRun extends NotedRun {
  readonly store: Pick<RunStore, "notes" | "note">;
}

/** What goes into a selection. */
type Entrants = readonly Pick<SelectionEntrant, "index">[];

/**
 * What earlier selections of a run left of the holdout's budget. One that was interrupted counts with all that it was
 * charged for: nobody knows who has seen what it was told. A selection that the run has noted already, and that is made
 * again or gone on with, begins with what it began with: its questions have the answers that they had, which costs
 * nothing.
 *
 * @param queries - The whole budget.
 */
export function budgetOf(run: NotedRun, entrants: Entrants, queries: number): HoldoutBudget {
  const own = nameOf(run.entries, entrants);
  const [charged, spent] = [new Map<string, number>(), new Map<string, number>()];
  for (const { kind, at, data } of run.store.notes()) {
    const charge = chargeIn({ kind, data });
    if (charge !== undefined) {
      const { name, earlier, selections } = charge;
      if (name === own) return { left: Math.max(0, queries - earlier), earlier, selections };
      charged.set(name, charge.queries);
    }
    const note = kind === SELECTION ? noteSchema.safeParse(data).data : undefined;
    const uses = note?.stages.flatMap(({ holdout }) => holdout ?? []) ?? [];
    if (note === undefined || uses.length === 0) continue;
    const name = nameOf(note.entries ?? at, note.stages[0]?.candidates ?? []);
    if (name === own) break;
    // Another executor may have asked the same a little differently.
    spent.set(name, Math.max(spent.get(name) ?? 0, ...uses.map((use) => use.queries - use.left - use.earlier)));
  }
  const all = new Map([...charged, ...spent]);
  const earlier = [...all.values()].reduce((sum, count) => sum + count, 0);
  return { left: Math.max(0, queries - earlier), earlier, selections: all.size };
}

/**
 * Notes in a run that a selection is about to ask the holdout, and how often it can; once. Killed after that, it has
 * spent as much: else the holdout could be asked without end by selections that never end.
 *
 * @param run - Open for writing.
 * @param budget - What the selection begins with.
 * @param most - Questions that it can ask, each of which may spend a query.
 */
export function chargeHoldout(
  run: ChargedRun, entrants: Entrants, budget: HoldoutBudget, most: number,
): void {
  const { left, earlier, selections } = budget;
  const own = nameOf(run.entries, entrants);
  const isCharged = run.store.notes().some((note) => chargeIn(note)?.name === own);
  const queries = Math.min(left, most);
  if (isCharged || queries === 0) return;
  const charge: Charge = {
    entries: run.entries, entrants: entrants.map(({ index }) => index), earlier, selections, queries,
  };
  run.store.note(CHARGE, run.entries, charge);
}

/** The charge that a note keeps, with what its selection is told apart by; `undefined` where it keeps none. */
function chargeIn({ kind, data }: Pick<RunNote, "kind" | "data">): (Charge & { readonly name: string }) | undefined {
  const charge = kind === CHARGE ? chargeSchema.safeParse(data).data : undefined;
  if (charge === undefined) return undefined;
  return { ...charge, name: nameOf(charge.entries, charge.entrants.map((index) => ({ index }))) };
}

/** What a selection is told apart by: how far the run was, and what went in. */
function nameOf(entries: number, entrants: Entrants): string {
  return [entries, ...entrants.map(({ index }) => index).sort((a, b) => a - b)].join(" ");
}
