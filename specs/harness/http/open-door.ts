import { Door, type DoorOptions, type Pass, type PassOptions, RequestFailure } from '../../../support/http/index.ts';

export interface OpenDoor extends AsyncDisposable {
  door: Door;
  /** A pass for `worker/healthy`, effect `read`, where not told otherwise. */
  pass: (options?: Partial<PassOptions>) => Pass;
}

/** A door to the origins of these addresses, all of them prod's, and no other. */
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

/** The failure that a request ends in. @throws Error where it is answered, or fails as anything else */
export async function failureOf(request: Promise<Response>): Promise<RequestFailure> {
  const response = await request.catch((error: unknown) => {
    if (error instanceof RequestFailure) return error;
    throw new Error(`a RequestFailure was expected, but this was thrown: ${String(error)}`, { cause: error });
  });
  if (response instanceof RequestFailure) return response;
  throw new Error(`a failure was expected, but the answer is ${response.status} ${await response.text()}`);
}
