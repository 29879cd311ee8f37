/** The kind of the note that keeps a selection. */
export const SELECTION = "selection";

/** The kind of the note that a selection is about to ask the holdout. */
export const CHARGE = "holdout";
