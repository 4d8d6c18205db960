/** A check that begins or has ended, as the worker in which it runs tells the reporter. */
export interface ProgressMessage {
  check: string;
  environment: string;
  state: 'running' | 'ended';
}

/** The channel of one run between its worker, which is a thread, and the reporter. */
export function progressChannel(planId: string): BroadcastChannel {
  const channel = new BroadcastChannel(`airlock-progress-${planId}`);
  // Neither side waits for the other to end. Node's own channels can be told so.
  (channel as BroadcastChannel & { unref?: () => void }).unref?.();
  return channel;
}
