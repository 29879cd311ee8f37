/** Something that may be done, what is gained and what it costs. */
export interface Choice<T> {
  readonly item: T;
  /** Above 0. */
  readonly gain: number;
  /** From 0. */
  readonly cost: number;
}

/** What has been chosen so far, and the choice before. */
interface Chain<T> {
  readonly gain: number;
  readonly cost: number;
  readonly last?: { readonly choice: Choice<T>; readonly rest: Chain<T> };
}

/**
 * Chooses at most one of each group so that the gain is greatest and the costs add up to the budget at most, by
 * dynamic programming over groups, as layer-adaptive pruning plans how much each layer loses: of all that may be
 * chosen of the first groups, only what gains more than everything as cheap is looked at again. Exact. Of plans that
 * gain the same, the cheapest. Time O(groups · choices of one · plans kept).
 */
export function planWithin<T>(groups: readonly (readonly Choice<T>[])[], budget: number): readonly Choice<T>[] {
  let chains: readonly Chain<T>[] = [{ gain: 0, cost: 0 }];
  for (const group of groups) {
    const longer = chains.flatMap((rest) =>
      group.map((choice) => ({ gain: rest.gain + choice.gain, cost: rest.cost + choice.cost, last: { choice, rest } })),
    );
    chains = undominated([...chains, ...longer].filter(({ cost }) => cost <= budget));
  }
  const chosen: Choice<T>[] = [];
  for (let chain = chains.at(-1); chain?.last !== undefined; chain = chain.last.rest) chosen.push(chain.last.choice);
  return chosen.reverse();
}

/** Those that gain more than everything as cheap, cheapest first. */
function undominated<T>(chains: readonly Chain<T>[]): readonly Chain<T>[] {
  let most = -Infinity;
  return chains
    .toSorted((a, b) => a.cost - b.cost || b.gain - a.gain)
    .filter(({ gain }) => gain > most && ((most = gain), true));
}
