import type { Page } from '@playwright/test';

/** All readable text of a page, its frames and shadow trees. Text in pictures and canvases is not included. */
export async function shownText(tab: Page): Promise<string> {
  const texts = await Promise.all(tab.frames().map((frame) => frame.evaluate(readShown)));
  return texts.flat().join('\n');
}

/** Runs in the page, so it cannot use anything of this module. */
function readShown(): string[] {
  const texts: string[] = [document.documentElement.innerText];
  const look = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      for (const pseudo of ['::before', '::after']) texts.push(getComputedStyle(element, pseudo).content);
      const { value, placeholder, alt } = element as Partial<Record<'value' | 'placeholder' | 'alt', unknown>>;
      for (const text of [value, placeholder, alt]) if (typeof text === 'string') texts.push(text);
      if (!element.shadowRoot) continue;
      for (const child of element.shadowRoot.children) texts.push((child as HTMLElement).innerText ?? '');
      texts.push(element.shadowRoot.textContent ?? '');
      look(element.shadowRoot);
    }
  };
  look(document);
  return texts;
}
