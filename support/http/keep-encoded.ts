import type { Dispatcher } from 'undici';

/** Holds a response's `Content-Encoding` until the body is decompressed. */
export const encodingHeader = 'x-airlock-content-encoding';

/**
 * Stops `fetch` from decompressing bodies. Its own decompression accepts a truncated body as complete
 * (undici 8, lib/web/fetch/index.js: `Z_SYNC_FLUSH`, "as cURL does"), so half a bundle would be judged as the whole.
 */
export function keepEncoded(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const { onResponseStart } = handler;
  // A derived object: the handler keeps its own state, and its other methods are unchanged.
  return Object.assign(Object.create(handler) as Dispatcher.DispatchHandler, {
    onResponseStart(...[controller, ...rest]: Parameters<NonNullable<typeof onResponseStart>>) {
      renameEncoding(controller.rawHeaders);
      onResponseStart?.call(handler, controller, ...rest);
    },
  });
}

/** Names and values alternate. */
function renameEncoding(rawHeaders: Dispatcher.DispatchController['rawHeaders']): void {
  if (!Array.isArray(rawHeaders)) return;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (String(rawHeaders[index]).toLowerCase() === 'content-encoding') rawHeaders[index] = encodingHeader;
  }
}
