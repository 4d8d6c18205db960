const most = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs no more than two gates at once, whatever the specs of a file ask for together. */
export async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running === most) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
