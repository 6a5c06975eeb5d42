import type { Turn } from '../../../bot/feature.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { checkinTexts } from './texts.js';
import { checkinIds } from './view.js';

/** Somebody who came without having been invited: as one of the network's people, or as a guest. */
export function walkInForm(turn: Turn, meeting: string, values: FormValues = {}): Form {
  const t = checkinTexts[turn.language];
  return {
    id: checkinIds.walkIn,
    title: t.formTitle,
    submit: t.save,
    opener: t.addPerson,
    language: turn.language,
    payload: { meeting },
    fields: [
      {
        id: 'who',
        type: 'text',
        label: t.formWho,
        hint: t.formWhoHint,
        required: true,
        maxLength: 500,
        ...(typeof values.who === 'string' && { value: values.who }),
      },
      {
        id: 'as',
        type: 'choice',
        label: t.formAs,
        required: true,
        options: [
          { value: 'present', label: t.formAsPresent },
          { value: 'guest', label: t.formAsGuest },
        ],
        value: values.as === 'guest' ? 'guest' : 'present',
      },
    ],
  };
}
