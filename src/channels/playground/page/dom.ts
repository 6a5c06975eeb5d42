type Attributes = Readonly<Record<string, string | boolean | undefined>>;
type Child = Node | string;

/** An element with attributes and children; strings become text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** A button with a handler. */
export function button(label: string, attributes: Attributes, press: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', press);
  return made;
}

/** The bot's sign. */
export const house = 'M12 3 3 10.5V20a1 1 0 0 0 1 1h5v-6h6v6h5a1 1 0 0 0 1-1v-9.5z';

/** A plain drawing of one path in a 24 by 24 field, beside words that say the same. */
export function icon(path: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(namespace, 'svg');
  setAttributes(drawing, { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' });
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', path);
  drawing.append(shape);
  return drawing;
}

/** What the server rendered; it has escaped everything that people wrote. */
export function fromServer(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

let lastId = 0;

/** An id that no other element of the page has. */
export function freshId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Words for screen readers only. */
export function unseen(text: string): HTMLElement {
  return el('span', { class: 'unseen' }, text);
}
