/** What the check of clocks and messages between nodes finds: figures that are told and stored with the run. Pure. */

/** What counts as slow, and from how many on it is worth telling. */
export interface MessageLimits {
  /** A message that took so long is slow, us. */
  readonly thresholdUs: number;
  /** Told from this share of slow messages on, per cent. */
  readonly percentage: number;
}

export const DEFAULT_MESSAGE_LIMITS: MessageLimits = { thresholdUs: 1000, percentage: 5 };

/** Messages sent by `from` that node `to` seems to have got too early. */
export interface NodeSkew {
  readonly from: number;
  readonly to: number;
  count: number;
  meanNs: number;
  /** Sum of squared differences from the mean (Welford). */
  squares: number;
}

/** First example: rank, place among that rank's processors, start of the message's handler. */
export interface MessagePlace {
  readonly rank: number;
  readonly processor: number;
  readonly offset: number;
  readonly startNs: number;
}

/** Plain data: it is stored with the run as it is. */
export interface MessageCheck {
  readonly limits: MessageLimits;
  readonly total: number;
  readonly skewed: number;
  readonly skewedNs: number;
  /** By (from, to). */
  readonly pairs: readonly NodeSkew[];
  readonly firstSkewed: MessagePlace | undefined;
  readonly slow: number;
  readonly slowPercent: number;
  readonly longestNs: number;
  readonly longest: MessagePlace | undefined;
  /** Whether so many are slow that it is worth telling: with a limit of 0 per cent even where none is. */
  readonly isSlow: boolean;
}
