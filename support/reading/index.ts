export type { FailedReading } from './failed-reading.ts';
export { LoopTicks } from './loop-ticks.ts';
export { defineReading, type Read, type Reading, type ReadingContext } from './reading.ts';
export { ReadingDeadline } from './reading-deadline.ts';
export { Readings } from './readings.ts';
export { WaitingDeadline } from './waiting-deadline.ts';
