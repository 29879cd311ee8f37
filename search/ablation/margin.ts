/** Octaves of speed-up that a part must be worth to stay: what is surely worth less is dropped. */
export const MARGIN = 0.02;
