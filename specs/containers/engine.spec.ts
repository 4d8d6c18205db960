import { expect, test } from 'vitest';
import { engine, hasEngine } from './engine.ts';

// Without an engine the other specs of this project are left out; this one fails, so that the run does not pass for it.
test('a container engine answers', () => {
  const line = `No container engine: ${'absent' in engine ? engine.absent : ''}. Nothing was run on a real Redis: start \`dockerd\` and run it again.`;
  expect(hasEngine, line).toBe(true);
});
