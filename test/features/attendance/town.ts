import { type Meeting, meetingsSpec } from '../../../src/features/attendance/meetings/model.js';
import { type Committee, committeesSpec } from '../../../src/features/attendance/model.js';
import type { Account } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { Action } from '../../../src/messages/view.js';
import { button, House, type HouseOptions, slack, teams, vouched } from '../identity/house.js';
import { filledIn, formOf } from '../partners/house.js';

/** The coordination office. */
export const anna = slack('ANNA');
/** Chairs the Arbeitskreis Übergänge. */
export const gabi = slack('GABI');
/** Members of it. */
export const carla = teams('CARLA');
export const deniz = slack('DENIZ');
/** Of no committee. */
export const emil = slack('EMIL');

/** A house with a committee, its chair and two members. */
export class Town {
  private constructor(readonly house: House) {}

  static async open(options: HouseOptions = {}): Promise<Town> {
    const house = await House.open({ coordinators: ['anna@stadt.example'], ...options });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(gabi, vouched('Gabi Schule', 'gabi@schule.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
    house.knows(deniz, vouched('Deniz Lehrer', 'deniz@schule.example'));
    house.knows(emil, vouched('Emil Extra', 'emil@extra.example'));
    for (const account of [anna, gabi, carla, deniz, emil]) await house.personOf(account);
    const town = new Town(house);
    await town.says(anna, 'gremium neu AK Übergänge');
    await town.says(anna, 'mitglied AK Übergänge dazu Carla Kita, Deniz Lehrer');
    await town.says(anna, 'vorsitz AK Übergänge Gabi Schule');
    return town;
  }

  close(): Promise<void> {
    return this.house.close();
  }

  says(from: Account, text: string, key?: string): Promise<Reply> {
    return this.house.says(from, text, key === undefined ? {} : { key });
  }

  presses(from: Account, reply: Reply, label: string): Promise<Reply> {
    return this.house.presses(from, button(reply, label));
  }

  /** Opens the form behind a button, fills some of its fields in anew, and submits it. */
  async fills(
    from: Account,
    opener: Reply | Action | undefined,
    values: Record<string, string>,
    label?: string,
  ): Promise<Reply> {
    const action = opener && 'type' in opener ? button(opener, label ?? '') : opener;
    const form = formOf(await this.house.presses(from, action as Action | undefined));
    return this.house.submits(from, form.id, { ...filledIn(form), ...values }, form.payload ?? {});
  }

  async meeting(number = 1): Promise<Meeting> {
    const found = await this.house.store.collection(meetingsSpec).findOne({ number });
    if (!found) throw new Error(`there is no meeting ${number}`);
    return found;
  }

  async meetings(): Promise<readonly Meeting[]> {
    return (await this.house.store.collection(meetingsSpec).find({ sort: [['start', 1]] })).items;
  }

  async committee(name = 'AK Übergänge'): Promise<Committee> {
    const found = await this.house.store.collection(committeesSpec).findOne({ name });
    if (!found) throw new Error(`there is no committee ${name}`);
    return found;
  }

  /** A beat of the clock for planning. */
  async beat(): Promise<void> {
    await this.house.runs('attendance.planning');
  }
}
