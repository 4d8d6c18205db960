import { catchesTogether } from './plant-batches.ts';

await catchesTogether(2);
