/** How often a long wait tells that it still waits. */
export const progressMs = 15_000;

export interface AloudWait {
  /** What is left of the wait, in milliseconds, whenever it is asked. */
  restMs: () => number;
  /** Ends after so many milliseconds, or throws where the run ends first. */
  wait: (ms: number) => Promise<unknown>;
  /** Called every now and then, where much is left. */
  onProgress: () => void;
}

/** Waits until nothing is left, and tells every now and then that it still does. */
export async function waitAloud({ restMs, wait, onProgress }: AloudWait): Promise<void> {
  for (let rest = restMs(); rest > 0; rest = restMs()) {
    if (rest > progressMs + 1_000) {
      await wait(progressMs);
      onProgress();
    } else await wait(rest);
  }
}
