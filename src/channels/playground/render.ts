import type { Form } from '../../messages/form.js';
import { escapeText, formToHtml, viewToHtml } from '../../messages/html.js';
import type { View } from '../../messages/view.js';
import { texts } from './texts.js';

/** Below the page's name and the pane's. */
const cardLevel = 3;

export function cardHtml(view: View): string {
  return viewToHtml(view, { headingLevel: cardLevel, newTab: true, ownLinks: true });
}

export function dialogHtml(form: Form): string {
  return formToHtml(form, { idPrefix: 'form', cancel: true, newTab: true });
}

/** Stands in the conversation for a form that opened by itself: its button opens it again. */
export function openerView(form: Form): View {
  const { id, title, opener, payload, language } = form;
  const action = { id, label: opener, opensForm: true, ...(payload && { payload }) };
  return {
    kind: 'playground.opener',
    summary: title,
    blocks: [
      { type: 'text', text: title },
      { type: 'actions', actions: [action] },
    ],
    ...(language && { language }),
  };
}

/** What a person wrote, as it was written. */
export function saidHtml(text: string): string {
  return `<p>${escapeText(text)}</p>`;
}

/** Stands for a message that is not kept. */
export function unkeptHtml(): string {
  return `<p class="unkept">${escapeText(texts.de.unkept)}</p>`;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 150);
}
