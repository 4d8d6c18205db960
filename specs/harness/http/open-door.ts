import { Door, type DoorOptions, type Pass, type PassOptions, RequestFailure } from '../../../support/http/index.ts';

export interface OpenDoor extends AsyncDisposable {
  door: Door;
  /** By default a pass for `worker/healthy` with the effect `read`. */
  pass: (options?: Partial<PassOptions>) => Pass;
}

/** A door to the origins of these addresses only; all belong to prod. */
export function openDoor(urls: readonly string[], options: Partial<DoorOptions> = {}): OpenDoor {
  const door = new Door({
    runId: 'run-under-test',
    origins: urls.map((url) => ({ origin: new URL(url).origin, environment: 'prod' })),
    queries: [],
    runSignal: new AbortController().signal,
    bodyBytes: 1024 * 1024,
    ...options,
  });
  return {
    door,
    pass: (passOptions = {}) =>
      door.pass({ check: 'worker/healthy', effect: 'read', signal: AbortSignal.timeout(5_000), ...passOptions }),
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}

/** The failure of a request. @throws Error if it succeeds, or fails with anything but a RequestFailure */
export async function failureOf(request: Promise<Response>): Promise<RequestFailure> {
  const response = await request.catch((error: unknown) => {
    if (error instanceof RequestFailure) return error;
    throw new Error(`expected a RequestFailure, got ${String(error)}`, { cause: error });
  });
  if (response instanceof RequestFailure) return response;

  throw new Error(`expected a failure, got ${response.status} ${await response.text()}`);
}
