import type { SearchEvent } from "../../search/run/progress.js";

/** What tells the user, or another program, how a search goes. */
export interface Follower {
  /** Takes in what happened. */
  readonly see: (event: SearchEvent) => void;
  /** Nothing more happens. */
  readonly end: () => void;
}
