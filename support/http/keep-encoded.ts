import type { Dispatcher } from 'undici';

/** Where an answer's `Content-Encoding` stands until its body is decompressed. */
export const encodingHeader = 'x-airlock-content-encoding';

/**
 * Has `fetch` hand a body on as it came. Its own decompression takes a body that is cut off for a whole one
 * (undici 8, lib/web/fetch/index.js: `Z_SYNC_FLUSH`, "as cURL does"), and half a bundle would be judged as all of it.
 */
export function keepEncoded(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const { onResponseStart } = handler;
  // The handler keeps its own state: all else that is called on this one reaches it as before.
  return Object.assign(Object.create(handler) as Dispatcher.DispatchHandler, {
    onResponseStart(...[controller, ...rest]: Parameters<NonNullable<typeof onResponseStart>>) {
      renameEncoding(controller.rawHeaders);
      onResponseStart?.call(handler, controller, ...rest);
    },
  });
}

/** Names and values stand in turn. */
function renameEncoding(rawHeaders: Dispatcher.DispatchController['rawHeaders']): void {
  if (!Array.isArray(rawHeaders)) return;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (String(rawHeaders[index]).toLowerCase() === 'content-encoding') rawHeaders[index] = encodingHeader;
  }
}
