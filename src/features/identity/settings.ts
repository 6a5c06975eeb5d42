import { z } from 'zod';
import { action, form, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView, typedAction } from '../../bot/views.js';
import { addDays, type Day, dayAt, formatDay, readDay, startOfDay } from '../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { inAll, type Language, languages } from '../../kernel/texts.js';
import type { Form, FormValues } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import type { Context } from './context.js';
import { changePerson } from './joining.js';
import { settingsTexts } from './settings-texts.js';

const pauseFormId = 'identity.pause-form';
const longestPauseDays = 366;

const languageWords: Readonly<Record<string, Language>> = { deutsch: 'de', einfach: 'einfach', englisch: 'en' };
/** What people type who do not know the German words. */
const otherLanguageWords = { german: 'deutsch', plain: 'einfach', english: 'englisch' };

/** `sprache` and `pause`: how the bot speaks to a person, and when. */
export function settingsPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'identity.language',
        words: ['sprache', 'language'],
        slots: [
          {
            kind: 'word',
            name: 'language',
            words: Object.keys(languageWords),
            also: otherLanguageWords,
            optional: true,
          },
        ],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(settingsTexts, (t) => t.languageCommand),
        run: async (turn, { language }) => {
          const chosen = language === undefined ? undefined : languageWords[language];
          return chosen ? setLanguage(context, turn, chosen) : languageQuestion(turn.language);
        },
      },
      {
        id: 'identity.language-unknown',
        words: ['sprache'],
        slots: [{ kind: 'name', name: 'sprache', most: 1 }],
        role: 'all',
        // It changes nothing, but "Sprachen lernen" is not to be taken for it without asking.
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(settingsTexts, (t) => t.languageCommand),
        run: async (turn, { sprache = '' }) =>
          languageQuestion(turn.language, settingsTexts[turn.language].languageUnknown(sprache)),
      },
      {
        id: 'identity.german',
        words: ['deutsch', 'german'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(settingsTexts, (t) => t.languageGermanCommand),
        run: (turn) => setLanguage(context, turn, 'de'),
      },
      {
        id: 'identity.english',
        words: ['english'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(settingsTexts, (t) => t.languageEnglishCommand),
        run: (turn) => setLanguage(context, turn, 'en'),
      },
      {
        id: 'identity.pause',
        words: ['pause'],
        slots: [{ kind: 'date', name: 'until', optional: true }],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(settingsTexts, (t) => t.pauseCommand),
        run: (turn, { until }) => (until === undefined ? pauseForm(turn) : pauseTyped(context, turn, until)),
      },
      {
        id: 'identity.pause-end',
        words: ['pause ende'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(settingsTexts, (t) => t.pauseEndCommand),
        run: (turn) => endPause(context, turn),
      },
    ],
    actions: [
      action({
        id: 'identity.language',
        role: 'all',
        payload: z.object({ language: z.enum(languages) }),
        changes: true,
        run: async (turn, { language }) => {
          const reply = await setLanguage(context, turn, language);
          return inPlace(reply);
        },
      }),
    ],
    forms: [
      form({
        id: pauseFormId,
        role: 'all',
        payload: z.object({}),
        changes: true,
        show: async (turn, _, values) => formFor(turn, values),
        run: (turn, _, values) => pauseByForm(context, turn, values),
      }),
    ],
  };
}

async function setLanguage(context: Context, turn: Turn, language: Language): Promise<Reply> {
  await changePerson(context, turn.person.id, (person) =>
    person.language === language ? undefined : { $set: { language } },
  );
  return said(language, settingsTexts[language].languageSet);
}

function languageQuestion(language: Language, question = settingsTexts[language].languageQuestion): Reply {
  const t = settingsTexts[language];
  const labels = { de: t.languageGerman, einfach: t.languagePlain, en: t.languageEnglish };
  const actions = languages.map((choice) => ({
    id: 'identity.language',
    label: labels[choice],
    payload: { language: choice },
  }));
  return {
    type: 'message',
    private: true,
    view: noticeView('identity.language', question, language, actions),
  };
}

async function pauseForm(turn: Turn): Promise<Reply> {
  return { type: 'form', form: formFor(turn) };
}

function formFor(turn: Turn, values: FormValues = {}): Form {
  const t = settingsTexts[turn.language];
  const until = values.until;
  return {
    id: pauseFormId,
    title: t.pauseForm,
    submit: t.pauseSubmit,
    intro: t.pauseFormIntro,
    opener: t.pauseOpener,
    language: turn.language,
    fields: [
      {
        id: 'until',
        type: 'date',
        label: t.pauseUntil,
        required: true,
        ...(typeof until === 'string' && { value: until }),
      },
    ],
  };
}

async function pauseTyped(context: Context, turn: Turn, until: string): Promise<Reply> {
  const read = readDay(until, turn.today);
  const t = settingsTexts[turn.language];
  if (read?.kind !== 'day') throw new Refusal(t.pauseImpossible(until), 'identity.pause-impossible-day');
  const mistake = mistakeIn(read.day, turn);
  if (mistake) throw new Refusal(mistake.text, mistake.code);
  return pauseUntil(context, turn, read.day);
}

async function pauseByForm(context: Context, turn: Turn, values: FormValues): Promise<Reply> {
  const t = settingsTexts[turn.language];
  const until = values.until;
  if (typeof until !== 'string') throw new FormRefusal({ until: t.pauseMissing }, 'identity.pause-missing');
  const read = readDay(until, turn.today);
  if (read?.kind !== 'day') throw new FormRefusal({ until: t.pauseImpossible(until) }, 'identity.pause-impossible-day');
  const mistake = mistakeIn(read.day, turn);
  if (mistake) throw new FormRefusal({ until: mistake.text }, mistake.code);
  return pauseUntil(context, turn, read.day);
}

function mistakeIn(day: Day, turn: Turn): { readonly text: string; readonly code: string } | undefined {
  const t = settingsTexts[turn.language];
  if (day < turn.today) return { text: t.pausePast(formatDay(day, turn.language)), code: 'identity.pause-past' };
  if (day > addDays(turn.today, longestPauseDays)) return { text: t.pauseTooLong, code: 'identity.pause-too-long' };
  return undefined;
}

/** The day named is the last one of the pause. */
async function pauseUntil(context: Context, turn: Turn, day: Day): Promise<Reply> {
  const pausedUntil = startOfDay(addDays(day, 1), context.zone);
  await changePerson(context, turn.person.id, () => ({ $set: { pausedUntil } }));
  const t = settingsTexts[turn.language];
  const view = noticeView('identity.pause', t.pauseSet(formatDay(day, turn.language)), turn.language, [
    typedAction('pause ende', t.pauseEnd),
  ]);
  return { type: 'message', private: true, view };
}

async function endPause(context: Context, turn: Turn): Promise<Reply> {
  let wasPaused = false as boolean;
  await changePerson(context, turn.person.id, ({ pausedUntil }) => {
    wasPaused = pausedUntil !== undefined && dayAt(pausedUntil, context.zone) > turn.today;
    return pausedUntil && { $unset: { pausedUntil: true } };
  });
  if (wasPaused) await context.outbox.lookAgain([turn.person.id]);
  const t = settingsTexts[turn.language];
  return said(turn.language, wasPaused ? t.pauseEnded : t.pauseNone);
}

function said(language: Language, text: string): Reply {
  return { type: 'message', private: true, view: noticeView('identity.setting', text, language) };
}
