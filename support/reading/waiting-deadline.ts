import { performance } from 'node:perf_hooks';

/**
 * A deadline for waiting on others. What this thread computes meanwhile does not count (the event loop tells its idle time from
 * the rest), nor does the time in which it is paused, while local files are read.
 * Source: Node.js documentation, `performance.eventLoopUtilization`.
 */
export class WaitingDeadline implements Disposable {
  readonly #limitMs: number;
  readonly #controller = new AbortController();
  readonly #followers = new Set<WaitingDeadline>();
  #waitedMs = 0;
  #pauses = 0;
  #ended = false;
  #begun = performance.eventLoopUtilization();
  #timer: NodeJS.Timeout | undefined;

  /** @param limitMs milliseconds of waiting until `signal` is aborted, with a `TimeoutError` */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#run();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the clock until the returned function is called; once for each call. */
  pause(): () => void {
    this.#stop();
    return once(() => this.#resume());
  }

  /** Pauses whenever another one is paused, as the one who waits for a reading that reads local files; until the returned function is called. */
  follow(other: WaitingDeadline): () => void {
    other.#followers.add(this);
    for (let pauses = other.#pauses; pauses > 0; pauses -= 1) this.#stop();
    return once(() => {
      other.#followers.delete(this);
      for (let pauses = other.#pauses; pauses > 0; pauses -= 1) this.#resume();
    });
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #stop(): void {
    if (this.#pauses === 0) {
      clearTimeout(this.#timer);
      this.#count();
    }
    this.#pauses += 1;
    for (const follower of this.#followers) follower.#stop();
  }

  #resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#run();
    for (const follower of this.#followers) follower.#resume();
  }

  #run(): void {
    if (this.#ended) return;
    this.#begun = performance.eventLoopUtilization();
    this.#timer = setTimeout(
      () => {
        this.#count();
        if (this.#waitedMs < this.#limitMs) this.#run();
        else this.#controller.abort(new DOMException('The time to wait is over.', 'TimeoutError'));
      },
      Math.ceil(this.#limitMs - this.#waitedMs),
    );
    this.#timer.unref();
  }

  #count(): void {
    const { idle } = performance.eventLoopUtilization(this.#begun);
    this.#waitedMs += idle;
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
