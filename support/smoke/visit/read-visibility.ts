import type { Locator } from '@playwright/test';

/**
 * Why an element that is rendered cannot be seen; undefined where it can. Playwright's own "visible" means a box that is not empty:
 * it does not look at opacity, at what lies above, nor at what is outside of the page.
 */
export async function hiddenBy(element: Locator): Promise<string | undefined> {
  return element.evaluate(reasonHidden);
}

/** Runs in the page, so it cannot use anything of this module. */
function reasonHidden(element: Element): string | undefined {
  const nameOf = (each: Element) =>
    each.tagName.toLowerCase() +
    (each.id ? `#${each.id}` : '') +
    [...each.classList]
      .slice(0, 3)
      .map((name) => `.${name}`)
      .join('');
  let opacity = 1;
  for (let each: Element | null = element; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    opacity *= Number(style.opacity);
    if (opacity < 0.1) return `an opacity of ${Number(opacity.toFixed(2))} (${nameOf(each)})`;
    if (style.contentVisibility === 'hidden') return `content-visibility: hidden (${nameOf(each)})`;
    const blurred = /blur\((\d+(?:\.\d+)?)px\)|opacity\(0(?:%|\))|brightness\(0/.exec(style.filter);
    if (blurred && (blurred[1] === undefined || Number(blurred[1]) > 15)) return `a filter (${nameOf(each)})`;
  }
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return `its size, ${Math.round(box.width)} × ${Math.round(box.height)} px`;
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (right - left < 2 || bottom - top < 2) return 'its place outside of the page';
  const style = getComputedStyle(element);
  if (/^(?:inset\((?:50|[6-9]\d|100)%|circle\(0|polygon\(0)/.test(style.clipPath))
    return `a clip-path (${nameOf(element)})`;
  const covers = new Map<string, number>();
  const steps = [0.08, 0.3, 0.5, 0.7, 0.92];
  let open = 0;
  for (const x of steps)
    for (const y of steps) {
      const found = document.elementsFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      // What lets clicks through may cover as well, and is in the list only where it takes them: both are looked at below. Something
      // that contains the element is above it by its `::before` or `::after`.
      const above = found
        .slice(0, Math.max(0, found.indexOf(element)))
        .find((each) => !element.contains(each) && (each.contains(element) ? hasOpaquePseudo(each) : isOpaque(each)));
      if (found.includes(element) && above === undefined) open += 1;
      else if (above ?? found[0]) {
        const cover = nameOf((above ?? found[0]) as Element);
        covers.set(cover, (covers.get(cover) ?? 0) + 1);
      }
    }
  const passing = [...document.querySelectorAll('body *')].find((each) => {
    if (element.contains(each) || each.contains(element)) return false;
    const own = getComputedStyle(each);
    if (own.pointerEvents !== 'none' || !/^(?:fixed|absolute|sticky)$/.test(own.position) || !isOpaque(each))
      return false;
    const area = each.getBoundingClientRect();
    const isBelow =
      (element.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && !(Number(own.zIndex) > 0);
    return !isBelow && area.left <= left && area.top <= top && area.right >= right && area.bottom >= bottom;
  });
  if (passing) return `${nameOf(passing)}, which covers it`;
  if (open === 0 && covers.size > 0)
    return `${[...covers].sort((one, other) => other[1] - one[1])[0]?.[0]}, which covers it`;
  return undefined;

  function hasOpaquePseudo(each: Element): boolean {
    return ['::before', '::after'].some((pseudo) => {
      const { content, position } = getComputedStyle(each, pseudo);
      return content !== 'none' && /^(?:fixed|absolute)$/.test(position) && isOpaque(each, pseudo);
    });
  }

  function isOpaque(each: Element, pseudo?: string): boolean {
    const own = getComputedStyle(each, pseudo);
    let seen = pseudo ? Number(own.opacity) : 1;
    for (let around: Element | null = each; around; around = around.parentElement)
      seen *= Number(getComputedStyle(around).opacity);
    if (seen < 0.85 || own.visibility !== 'visible') return false;
    const isPicture = pseudo === undefined && /^(?:IMG|VIDEO|CANVAS|IFRAME|OBJECT|EMBED)$/.test(each.tagName);
    if (isPicture || own.backgroundImage !== 'none') return true;
    const alpha = /rgba\([^)]*,\s*([\d.]+)\)|\/\s*([\d.]+)\)/.exec(own.backgroundColor);
    return own.backgroundColor !== 'transparent' && (alpha === null || Number(alpha[1] ?? alpha[2]) > 0.85);
  }
}
