/** The rules of the bar: what a discovered rule must beat, each tuned as the candidate is. */
export const BAR_RULES = ["adamw", "nadamw", "lion", "nesterov", "muon"] as const;

/** One of the rules of the bar. */
export type BarRule = (typeof BAR_RULES)[number];

/** What they are called in a sentence. */
const NAMES: Readonly<Record<BarRule, string>> = {
  adamw: "AdamW", nadamw: "NAdamW", lion: "Lion", nesterov: "Nesterov SGD", muon: "Muon",
};

/** The bar in words. */
export const BAR = new Intl.ListFormat("en-GB").format(BAR_RULES.map((rule) => NAMES[rule]));
