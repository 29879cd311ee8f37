/** What is to be done about a candidate that did well: it becomes an entry of the log in its turn. */
export type FollowUp =
  | {
      /** It is trained again with its update scaled. */
      readonly kind: "sweep";
      readonly subject: number;
      readonly factor: number;
    }
  | {
      /** It is trained on further seeds. */
      readonly kind: "confirmation";
      readonly subject: number;
      readonly seeds: readonly number[];
    }
  | {
      /** It, or the best so far, is trained on seeds that neither has seen: two entries, the best's first. */
      readonly kind: "challenge";
      readonly subject: number;
      /** The other of the two. */
      readonly mate: number;
      readonly seeds: readonly number[];
    };
