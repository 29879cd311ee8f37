/** Scores are clipped to ± this many octaves: what lies beyond is not measured. */
export const MOST_SCORE = 2;
