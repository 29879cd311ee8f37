import { z } from "zod";
import type { RunStore } from "../../results/store/store.js";
import type { SelectionEntrant } from "./entrants.js";
import { SELECTION } from "./note-kind.js";
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

/** What of a run tells which selections it has seen. */
interface NotedRun {
  readonly store: Pick<RunStore, "notes">;
  /** Entries that it has. */
  readonly entries: number;
}

/**
 * What earlier selections of a run left of the holdout's budget. A selection that the run has noted already, and is
 * made again, begins with what it began with: its questions have the answers that they had, which costs nothing. One
 * that was interrupted has told nobody anything, and is not counted.
 *
 * @param queries - The whole budget.
 */
export function budgetOf(
  run: NotedRun, entrants: readonly Pick<SelectionEntrant, "index">[], queries: number,
): HoldoutBudget {
  const own = nameOf(run.entries, entrants);
  const spent = new Map<string, number>();
  for (const { kind, at, data } of run.store.notes()) {
    const note = kind === SELECTION ? noteSchema.safeParse(data).data : undefined;
    const uses = note?.stages.flatMap(({ holdout }) => holdout ?? []) ?? [];
    if (note === undefined || uses.length === 0) continue;
    const name = nameOf(note.entries ?? at, note.stages[0]?.candidates ?? []);
    if (name === own) break;
    // Another executor may have asked the same a little differently.
    spent.set(name, Math.max(spent.get(name) ?? 0, ...uses.map((use) => use.queries - use.left - use.earlier)));
  }
  const earlier = [...spent.values()].reduce((sum, count) => sum + count, 0);
  return { left: Math.max(0, queries - earlier), earlier, selections: spent.size };
}

/** What a selection is told apart by: how far the run was, and what went in. */
function nameOf(entries: number, entrants: readonly Pick<SelectionEntrant, "index">[]): string {
  return [entries, ...entrants.map(({ index }) => index).sort((a, b) => a - b)].join(" ");
}
