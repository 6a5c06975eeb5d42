/**
 * Inline text. A plain string is always literal: renderers escape it, so that no user's text can become a mention,
 * a link, markup or a command. Emphasis and links exist only as parts made by code.
 */
export type Inline = string | readonly InlinePart[];
export type InlinePart =
  | string
  | { readonly kind: 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export const strong = (text: string): InlinePart => ({ kind: 'strong', text });
export const emphasis = (text: string): InlinePart => ({ kind: 'emphasis', text });
/** Something to be typed literally, such as a command. */
export const code = (text: string): InlinePart => ({ kind: 'code', text });
export const link = (text: string, href: string): InlinePart => ({ kind: 'link', text, href });

export function inlineParts(inline: Inline): readonly InlinePart[] {
  return typeof inline === 'string' ? [inline] : inline;
}

/** The words alone, for summaries, logs of structure, screen readers and length checks. */
export function plainText(inline: Inline): string {
  return inlineParts(inline)
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('');
}
