import type { Locator } from '@playwright/test';

/**
 * Why nothing of an element is painted, though it has a box: its content is transparent, hidden, of the colour of its background, or not
 * there. Undefined where at least one text, picture, control, background or line is painted. What cannot be looked into (a closed
 * shadow root, a picture behind a text) counts as painted.
 */
export async function unpaintedBecause(element: Locator): Promise<string | undefined> {
  return element.evaluate(reasonUnpainted);
}

/** Runs in the page, so it cannot use anything of this module. */
function reasonUnpainted(element: Element): string | undefined {
  const pictures =
    /^(?:img|video|audio|canvas|iframe|object|embed|svg|input|textarea|select|button|progress|meter|math)$/i;
  let reason: string | undefined;
  return isPainted(element, 1) ? undefined : `${reason ?? 'its emptiness'}: nothing inside it is painted`;

  function isPainted(each: Element, around: number): boolean {
    const style = getComputedStyle(each);
    const opacity = each === element ? 1 : around * Number(style.opacity);
    if (style.display === 'none') return false;
    if (opacity < 0.1) return told(`an opacity of ${Number(opacity.toFixed(2))} inside it`);
    if (style.visibility === 'visible') {
      const box = each.getBoundingClientRect();
      const hasBox = box.width >= 2 && box.height >= 2;
      if (hasBox && (pictures.test(each.tagName) || isDrawn(style) || isClosed(each))) return true;
      if (['::before', '::after'].some((pseudo) => isContent(getComputedStyle(each, pseudo)))) return true;
      if (textsOf(each).some((text) => isText(text, style))) return true;
    } else if (textsOf(each).length > 0) told('`visibility: hidden` inside it');
    const children = each.shadowRoot ? [...each.shadowRoot.children, ...each.children] : [...each.children];
    return children.some((child) => isPainted(child, opacity));
  }

  function told(why: string): false {
    reason ??= why;
    return false;
  }

  function textsOf(each: Element): Text[] {
    return [...each.childNodes].filter(
      (node): node is Text => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
    );
  }

  function isText(text: Text, style: CSSStyleDeclaration): boolean {
    if (Number.parseFloat(style.fontSize) < 1) return told(`a font size of ${style.fontSize} inside it`);
    const range = document.createRange();
    range.selectNodeContents(text);
    const { width, height } = range.getBoundingClientRect();
    if (width < 1 || height < 1) return false;
    const isOutlined = style.textShadow !== 'none' || Number.parseFloat(style.webkitTextStrokeWidth) > 0;
    if (isOutlined) return true;
    const behind = backgroundOf(text.parentElement);
    const fill = style.webkitTextFillColor || style.color;
    if (behind === 'picture' || alphaOf(fill) === undefined) return true;
    if ((alphaOf(fill) ?? 1) < 0.1) return told('text that is transparent');
    return isSame(fill, behind) ? told(`text of the colour of its background, ${fill}`) : true;
  }

  /** The colour that a text stands on: that of the nearest element that has one, or the white of the page. */
  function backgroundOf(from: Element | null): string {
    for (let each = from; each; each = each.parentElement ?? hostOf(each)) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== 'none' || style.filter !== 'none' || style.mixBlendMode !== 'normal')
        return 'picture';
      const alpha = alphaOf(style.backgroundColor);
      if (alpha === undefined || (alpha > 0 && alpha < 1)) return 'picture';
      if (alpha === 1) return style.backgroundColor;
      // What stands apart may have something else behind it than what it stands in.
      if (/^(?:fixed|absolute|sticky)$/.test(style.position) && each !== element) return 'picture';
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'picture' : 'rgb(255, 255, 255)';
  }

  function hostOf(each: Element): Element | null {
    const root = each.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  }

  /** Undefined for a colour that is not written with `rgb`. */
  function alphaOf(color: string): number | undefined {
    const parts = /^rgba?\(\d+, \d+, \d+(?:, ([\d.]+))?\)$/.exec(color);
    if (!parts) return undefined;
    return parts[1] === undefined ? 1 : Number(parts[1]);
  }

  function isSame(one: string, other: string): boolean {
    const [first, second] = [one, other].map((color) => (color.match(/\d+/g) ?? []).slice(0, 3).map(Number));
    return (first ?? []).every((value, index) => Math.abs(value - (second?.[index] ?? 0)) <= 3);
  }

  /** Has a background of its own or a line around it, and so can be seen without any content. */
  function isDrawn(style: CSSStyleDeclaration): boolean {
    if (style.backgroundImage !== 'none' && !/text/.test(style.backgroundClip)) return true;
    const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
    const hasLine = sides.some(
      (side) =>
        Number.parseFloat(style[`border${side}Width`]) > 0 &&
        style[`border${side}Style`] !== 'none' &&
        (alphaOf(style[`border${side}Color`]) ?? 1) >= 0.1,
    );
    if (hasLine || style.boxShadow !== 'none') return true;
    const alpha = alphaOf(style.backgroundColor) ?? 1;
    return alpha >= 0.1 && !isSame(style.backgroundColor, 'rgb(255, 255, 255)');
  }

  function isContent(style: CSSStyleDeclaration): boolean {
    if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return false;
    if (style.visibility !== 'visible' || Number(style.opacity) < 0.1) return false;
    const isWord = !/^"\s*"$/.test(style.content);
    return isDrawn(style) || (isWord && (alphaOf(style.color) ?? 1) >= 0.1 && Number.parseFloat(style.fontSize) >= 1);
  }

  /** An element of its own kind that shows neither children nor an open root: what it draws cannot be looked into. */
  function isClosed(each: Element): boolean {
    return each.tagName.includes('-') && each.shadowRoot === null && each.children.length === 0;
  }
}
