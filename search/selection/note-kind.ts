/** The kind of the note that keeps a selection. */
export const SELECTION = "selection";
