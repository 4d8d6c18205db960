import { test } from 'vitest';
import { readers, shapes, textOf } from './foreign-text.ts';
const cpu = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
test('scan', { timeout: 600_000 }, () => {
  for (const [name, read] of Object.entries(readers))
    for (const [shape, part] of Object.entries(shapes)) {
      const at = (n: number) => { const t = textOf(part, n); const s = cpu(); try { read(t); } catch (e) { console.log(name, shape, String(e).slice(0, 100)); } return cpu() - s; };
      at(4096);
      const one = at(8_192), two = at(16_384);
      if (two > 12 && two / Math.max(one, 0.5) > 2.6) console.log('SLOW', name, '|', shape, one.toFixed(1), two.toFixed(1));
    }
});
