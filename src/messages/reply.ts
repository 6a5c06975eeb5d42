import type { Form } from './form.js';
import type { Inbound } from './inbound.js';
import type { View } from './view.js';

/** What a feature answers to one inbound event. */
export type Reply =
  /** A new message where it was asked (in a channel: in the thread); `private`: only to the person. */
  | { readonly type: 'message'; readonly view: View; readonly private?: boolean }
  /** The card that was pressed, or from which the form was opened, rewritten in place; a new message where there is none. */
  | { readonly type: 'replace'; readonly view: View }
  /** A form opens; as the answer to a submission: the same form again, with its errors. */
  | { readonly type: 'form'; readonly form: Form }
  | { readonly type: 'home'; readonly view: View }
  | { readonly type: 'results'; readonly views: readonly View[] }
  /** Nothing to be said (a redelivered event, a removal). */
  | { readonly type: 'nothing' };

/** What a channel calls with every event; settles after the change is stored. Rejects with `Unavailable` if it could not be. */
export type Dispatch = (inbound: Inbound) => Promise<Reply>;

/** Kinds of views that are for one person alone whatever the reply says: the answer to a child in danger, and refusals. */
const kindsForOne = /\.(?:protection|refusal|not-allowed)$/;

/** Whether a view answers a report of a child in danger: what was written is not kept, and not shown to anybody else. */
export function isProtection(view: View): boolean {
  return view.kind.endsWith('.protection');
}

/** Whether a message is for the person alone. Such a message is never shared, and in a channel only they see it. */
export function isForOne(reply: Extract<Reply, { type: 'message' }>): boolean {
  return reply.private === true || kindsForOne.test(reply.view.kind);
}
