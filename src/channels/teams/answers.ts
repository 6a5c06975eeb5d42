import { unreachable } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import type { Form } from '../../messages/form.js';
import { isForOne, type Reply } from '../../messages/reply.js';
import { isPosted } from '../../messages/rest.js';
import { cut } from '../../messages/text.js';
import type { View } from '../../messages/view.js';
import type { CardElement } from './card.js';
import { asHtml, cleanLine } from './escape.js';
import { type FormContext, renderForm } from './form.js';
import { restMarkIn } from './inbound.js';
import { limits } from './limits.js';
import { type CardAttachment, type OutgoingMessage, render, renderInPlace } from './render.js';
import type { Talk } from './talk.js';
import { texts } from './texts.js';

/** To a message: everything is said in the conversation. */
export async function answerMessage(talk: Talk, reply: Reply): Promise<void> {
  switch (reply.type) {
    case 'message':
      if (!isForOne(reply) || talk.isDirect) return talk.post(reply.view);
      return talk.postText(await talk.privately(reply.view), reply.view.language);
    case 'replace':
      return replace(talk, talk.wire.replyToId ?? undefined, reply.view);
    case 'form':
      return talk.postForm(reply.form);
    case 'home':
      return talk.post(reply.view);
    case 'results':
      for (const view of reply.views) await talk.post(view);
      return;
    case 'nothing':
      return;
    default:
      return unreachable(reply);
  }
}

/** To a button (`Action.Execute`): a card that takes the pressed one's place, or a line shown below it. */
export async function answerButton(talk: Talk, reply: Reply): Promise<CardElement | string> {
  switch (reply.type) {
    case 'replace': {
      const posted = isPosted(restMarkIn(talk.wire), reply.view);
      const messages: readonly [OutgoingMessage, ...OutgoingMessage[]] = posted.rest
        ? [renderInPlace(reply.view, { dialogs: talk.dialogs })]
        : render(reply.view, { dialogs: talk.dialogs });
      // The answer changes the card where it was pressed; the rewrite changes it for everybody, and for good.
      if (talk.wire.replyToId) await talk.rewrite(talk.wire.replyToId, messages[0]);
      await talk.postRest(messages);
      if (!posted.files) await talk.handOver(reply.view);
      return messages[0].card.content;
    }
    case 'message':
      return say(talk, reply);
    case 'form':
      await talk.postForm(reply.form);
      return texts[reply.form.language ?? 'de'].formBelow;
    case 'home':
    case 'results':
    case 'nothing':
      await answerMessage(talk, reply);
      return reply.type === 'nothing' ? texts.de.alreadyDone : texts.de.answerBelow;
    default:
      return unreachable(reply);
  }
}

/** To a form that stands in the conversation: its place takes the same form with errors, or the outcome. */
export async function answerFormCard(talk: Talk, context: FormContext, reply: Reply): Promise<CardElement | string> {
  switch (reply.type) {
    case 'form':
      return lasting(talk, renderForm(reply.form, { ...context, ...contextOf(reply.form) }, 'conversation'));
    case 'replace':
      await replace(talk, context.card, reply.view);
      return lasting(talk, done(reply.view.summary, reply.view.language));
    case 'message': {
      if (isForOne(reply) && !talk.isDirect) return say(talk, reply);
      const messages = render(reply.view, { dialogs: talk.dialogs });
      await talk.postRest(messages);
      return lasting(talk, messages[0].card);
    }
    case 'home':
    case 'results':
    case 'nothing':
      return answerButton(talk, reply);
    default:
      return unreachable(reply);
  }
}

/** A dialog's next step: a form to show, or a line that closes it. Teams takes no empty answer for granted. */
export type DialogStep =
  | { readonly title: string; readonly width: 'medium'; readonly height: 'medium'; readonly card: CardAttachment }
  | string;

/** To `task/fetch`: the form in a dialog. */
export async function answerOpening(talk: Talk, reply: Reply): Promise<DialogStep> {
  const card = talk.wire.replyToId ?? undefined;
  if (reply.type === 'form') return dialog(reply.form, { ...contextOf(reply.form), ...(card && { card }) });
  if (reply.type === 'replace') {
    await replace(talk, card, reply.view);
    return cut(cleanLine(reply.view.summary), limits.summaryChars);
  }
  const line = await answerButton(talk, reply);
  // Why no form opens is said in the dialog too: "This card is out of date".
  return reply.type === 'message' && !isForOne(reply) ? cleanLine(reply.view.summary) : textOf(line);
}

/** To `task/submit`: the same form with its errors, or a line. */
export async function answerSubmission(talk: Talk, context: FormContext, reply: Reply): Promise<DialogStep> {
  switch (reply.type) {
    case 'form':
      return dialog(reply.form, { ...context, ...contextOf(reply.form) });
    case 'replace':
      await replace(talk, context.card, reply.view);
      return lineOf(reply.view);
    case 'message':
      if (isForOne(reply) && !talk.isDirect) return talk.privately(reply.view);
      await talk.post(reply.view);
      return lineOf(reply.view);
    case 'home':
    case 'results':
    case 'nothing':
      await answerMessage(talk, reply);
      return reply.type === 'nothing' ? texts.de.alreadyDone : texts.de.saved;
    default:
      return unreachable(reply);
  }
}

/** To a message extension's query. */
export function searchResult(reply: Reply) {
  const views = viewsOf(reply).slice(0, limits.searchResults);
  const attachments = views.map((view) => {
    // Hits may be posted where the bot is not: no pictures beside the card, no further pages.
    const [{ card }] = render(view, { dialogs: true });
    const content = { title: preview(view.title ?? view.summary), text: asHtml(preview(view.summary)) };
    return { ...card, preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content } };
  });
  return { type: 'result' as const, attachmentLayout: 'list' as const, attachments };
}

function viewsOf(reply: Reply): readonly View[] {
  switch (reply.type) {
    case 'results':
      return reply.views;
    case 'message':
    case 'replace':
    case 'home':
      return [reply.view];
    case 'form':
    case 'nothing':
      return [];
    default:
      return unreachable(reply);
  }
}

async function replace(talk: Talk, card: string | undefined, view: View): Promise<void> {
  const messages = render(view, { dialogs: talk.dialogs });
  if (!card || !(await talk.rewrite(card, messages[0]))) return talk.post(view);
  await talk.postRest(messages);
  await talk.handOver(view);
}

async function say(talk: Talk, reply: Extract<Reply, { type: 'message' }>): Promise<string> {
  if (isForOne(reply) && !talk.isDirect) return talk.privately(reply.view);
  await talk.post(reply.view);
  return texts[reply.view.language ?? 'de'].answerBelow;
}

/** The card for the answer, and in the conversation, so that it is still there when the chat is opened again. */
async function lasting(talk: Talk, card: CardAttachment): Promise<CardElement> {
  const summary = String(card.content.fallbackText ?? '');
  if (talk.wire.replyToId) {
    await talk.rewrite(talk.wire.replyToId, { summary, card, pictures: [] });
  }
  return card.content;
}

function dialog(form: Form, context: FormContext): DialogStep {
  return { title: cleanLine(form.title), width: 'medium', height: 'medium', card: renderForm(form, context, 'dialog') };
}

function contextOf(form: Form): FormContext {
  return { id: form.id, payload: form.payload ?? {} };
}

function done(summary: string, language: Language = 'de'): CardAttachment {
  const text = `✓ ${summary}`;
  return render({ kind: 'teams.done', summary, blocks: [{ type: 'text', text }], language }, { dialogs: true })[0].card;
}

function lineOf(view: View): string {
  return cut(cleanLine(view.summary), limits.summaryChars) || texts[view.language ?? 'de'].saved;
}

function preview(text: string): string {
  return cut(cleanLine(text), limits.previewChars);
}

function textOf(answer: CardElement | string): string {
  return typeof answer === 'string' ? answer : String(answer.fallbackText ?? texts.de.answerBelow);
}
