import { eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Conflict, FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Field, Form, FormValues, Option } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { AudienceFilter } from '../../../ports/audience.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from '../vocabulary.js';
import { answered, commandOn, oneVersion } from './about-one.js';
import {
  type ChosenAudience,
  choosableChannels,
  committeesOf,
  idsOfPartners,
  idsOfPeople,
  listOf,
  readAudience,
} from './audience.js';
import { audienceTexts } from './audience-texts.js';
import { byId, type Context, change } from './context.js';
import { draftTexts } from './draft-texts.js';
import { draftActions } from './draft-view.js';
import { conflictText, mustBeAsSeen, mustBeOpen } from './drafting.js';
import type { Announcement } from './model.js';
import { statusView } from './status-view.js';

const mostRooms = 100;

/** "Wer bekommt es?": by form or by typed words. */
export function audiencePart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        ['draft', 'scheduled', 'proposed'],
        {
          id: 'announcements.audience',
          words: ['ankündigung empfänger'],
          slots: [{ kind: 'text', name: 'auswahl', optional: true }],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.audienceCommand),
        },
        async (turn, draft, { auswahl }) => {
          mustBeOpen(turn, draft);
          if (auswahl === undefined) return { type: 'form', form: await audienceForm(context, turn, draft) };
          const audience = await readAudience(context, turn, auswahl);
          if ('problem' in audience) throw new Refusal(audience.problem, 'announcements.unknown-audience');
          return choose(context, turn, draft, audience);
        },
      ),
    ],
    forms: [
      form({
        id: draftActions.audience,
        role: 'coordinator',
        payload: oneVersion,
        changes: true,
        show: async (turn, { announcement, version }, values) =>
          audienceForm(context, turn, await byId(context, turn, announcement), { version, values }),
        run: async (turn, { announcement, version }, values) => {
          const draft = await byId(context, turn, announcement);
          mustBeOpen(turn, draft);
          const audience = await audienceIn(context, turn, values);
          mustBeAsSeen(turn, draft, version, 'people');
          return choose(context, turn, draft, audience);
        },
      }),
    ],
  };
}

async function choose(context: Context, turn: Turn, draft: Announcement, audience: ChosenAudience): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const changed =
    draft.event === mark
      ? draft
      : await change(
          context,
          draft,
          { $set: { audience, editor: turn.person.id, event: mark }, $inc: { version: 1 } },
          { version: draft.version, state: draft.state },
        );
  if (!changed) throw new Conflict('announcement audience');
  return answered(turn, await statusView(context, turn, changed));
}

async function audienceIn(context: Context, turn: Turn, values: FormValues): Promise<ChosenAudience> {
  const partners = await idsOfPartners(context, turn, textOf(values.partners));
  const people = await idsOfPeople(context, turn, textOf(values.people));
  const problems = {
    ...('problem' in partners && { partners: partners.problem }),
    ...('problem' in people && { people: people.problem }),
  };
  if ('problem' in partners || 'problem' in people) throw new FormRefusal(problems, 'announcements.unknown-audience');
  const lists = {
    channels: chosen(values.channels),
    sectors: chosen(values.sectors),
    lifeStages: chosen(values.lifeStages),
    districts: listOf(textOf(values.districts)),
    committees: chosen(values.committees),
    partners: partners.ids,
    people: people.ids,
  };
  const filter = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as AudienceFilter;
  const rooms = [...new Set(chosen(values.rooms))];
  if (chosen(values.onlyRooms).length === 0) return { filter, rooms };
  const t = audienceTexts[turn.language];
  const problem = rooms.length === 0 ? t.whichRooms : Object.keys(filter).length > 0 ? t.roomsOrPeople : undefined;
  if (problem !== undefined) throw new FormRefusal({ onlyRooms: problem }, 'announcements.only-rooms');
  return { filter, rooms, onlyRooms: true };
}

function chosen(value: FormValues[string] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function textOf(value: FormValues[string] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(', ');
}

/** Opened from an older card it holds the latest; after a conflict what was chosen, and may be applied again. */
async function audienceForm(
  context: Context,
  turn: Turn,
  draft: Announcement,
  { values, version }: { readonly values?: FormValues | undefined; readonly version?: number } = {},
): Promise<Form> {
  const t = audienceTexts[turn.language];
  const isOther = values !== undefined && version !== undefined && version !== draft.version;
  const shown = values ?? (await valuesOf(context, draft));
  const rooms = await context.rooms.list({ limit: mostRooms });
  const committees = await committeesOf(context);
  const choices = (id: string, label: string, options: readonly Option[]): readonly Field[] =>
    options.length === 0 ? [] : [{ id, type: 'choices', label, options, value: chosen(shown[id]) }];
  const text = (id: string, label: string, hint: string): Field => ({
    id,
    type: 'text',
    label,
    hint,
    ...(textOf(shown[id]) !== '' && { value: textOf(shown[id]) }),
  });
  return {
    id: draftActions.audience,
    title: t.form,
    submit: t.submit,
    opener: t.opener,
    intro: isOther ? await conflictText(context, turn, draft) : t.formIntro,
    language: turn.language,
    payload: { announcement: draft._id, version: draft.version },
    fields: [
      ...choices(
        'channels',
        t.channels,
        choosableChannels.map((value) => ({ value, label: t[value] })),
      ),
      ...choices(
        'sectors',
        t.sector,
        sectors.map((value) => ({ value, label: sectorLabel(value, turn.language) })),
      ),
      ...choices(
        'lifeStages',
        t.lifeStage,
        lifeStages.map((value) => ({ value, label: lifeStageLabel(value, turn.language) })),
      ),
      text('districts', t.district, t.districtsHint),
      ...choices(
        'committees',
        t.committees,
        committees.map(({ id, name }) => ({ value: id, label: name })),
      ),
      text('partners', t.partners, t.partnersHint),
      text('people', t.persons, t.personsHint),
      ...choices(
        'rooms',
        t.roomsLabel,
        rooms.items.map(({ id, name }) => ({ value: id, label: name })),
      ),
      ...choices('onlyRooms', t.onlyRooms, rooms.items.length > 0 ? [{ value: 'only', label: t.onlyRoomsYes }] : []),
    ],
  };
}

async function valuesOf(context: Context, { audience }: Announcement): Promise<FormValues> {
  const { filter, rooms, onlyRooms } = audience;
  const partners = await Promise.all((filter.partners ?? []).map((id) => context.directory.get(id)));
  const people = await context.people.names(filter.people ?? []);
  const values = {
    channels: filter.channels ?? [],
    sectors: filter.sectors ?? [],
    lifeStages: filter.lifeStages ?? [],
    districts: (filter.districts ?? []).join(', '),
    committees: filter.committees ?? [],
    partners: partners.flatMap((partner) => (partner ? [partner.name] : [])).join(', '),
    people: [...people.values()].join(', '),
    rooms,
    onlyRooms: onlyRooms ? ['only'] : [],
  };
  return values;
}
