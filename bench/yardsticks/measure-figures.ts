import { smokeFigures } from './browser-figures.ts';
import { networkFigures } from './network-figures.ts';
import type { Figure } from './pairs.ts';
import { processFigures } from './process-figures.ts';

/** The figures whose anchor is a plain tool that does the same, each told as soon as it is measured. */
export async function measureFigures(tell: (figure: Figure) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [...processFigures, ...networkFigures, ...smokeFigures]) {
    const figure = await measure();
    tell(figure);
    figures.push(figure);
  }
  return figures;
}
