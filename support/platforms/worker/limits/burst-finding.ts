import type { Finding } from '../../../check/finding.ts';

/** A finding of a burst. */
export interface BurstFinding extends Finding {
  /**
   * What else may have shown it, so that it counts only where another burst shows it too: the end of a window or a refill that
   * lay within the burst, or a limiter that could not be reached for a moment. Left out: the burst has confirmed it itself.
   */
  mayBeChance?: 'window' | 'outage';
}
