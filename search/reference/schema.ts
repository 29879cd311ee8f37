import { z } from "zod";
import { BAR_RULES } from "../../results/bar.js";
import { PROCEDURE } from "./measure.js";
import type { Reference } from "./reference.js";

const tunedLoss = z.object({
  horizon: z.number().int().positive(),
  setting: z.object({
    scale: z.number(), decay: z.number(), hyperparameters: z.record(z.string(), z.number()),
  }),
  loss: z.number(),
  deviation: z.number().nonnegative(),
  edges: z.array(z.string()),
});

const schema = z.object({
  task: z.string(),
  size: z.union([z.literal(1), z.literal(10), z.literal(100)]),
  horizon: z.number().int().positive(),
  batch: z.number().int().positive(),
  fingerprint: z.string(),
  effort: z.object({
    trials: z.number().int().positive(),
    tuningSeeds: z.number().int().positive(),
    seeds: z.number().int().positive(),
    horizons: z.array(z.number().positive()).min(2),
  }),
  curve: z.array(tunedLoss).min(2),
  bar: z.record(z.enum(BAR_RULES), tunedLoss),
});

/** A reference that is kept. */
const keptSchema = schema.extend({ procedure: z.literal(PROCEDURE) });

/** The text that a reference is kept as. */
export function printReference(reference: Reference): string {
  return `${JSON.stringify({ procedure: PROCEDURE, ...reference }, undefined, 2)}\n`;
}

/** The reference that a text holds; `undefined` where it holds none that this version reads and measures alike. */
export function parseReference(text: string): Reference | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const kept = keptSchema.safeParse(value).data;
  if (kept === undefined) return undefined;
  const { procedure: _, ...reference } = kept;
  return reference;
}
