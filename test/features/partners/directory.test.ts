import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Directory } from '../../../src/features/partners/directory.js';
import { partnerChangesSpec, partnerFrom, partnersSpec } from '../../../src/features/partners/model.js';
import { seedSamplePartners } from '../../../src/features/partners/sample.js';
import type { PartnerDirectory } from '../../../src/ports/partners.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';

describe('the directory of partners', () => {
  let opened: TemporaryStore;
  let directory: PartnerDirectory;
  beforeEach(async () => {
    opened = await openTemporaryStore([partnersSpec, partnerChangesSpec]);
    directory = new Directory(opened.store.collection(partnersSpec));
    await seedSamplePartners(opened.store);
  });
  afterEach(() => opened.close());

  const names = async (typed: string) => (await directory.search(typed)).map((partner) => partner.name);

  it.each([
    ['Kita Beispielblume', 'Kita Beispielblume (Beispiel)'],
    ['kita BEISPIELBLUME', 'Kita Beispielblume (Beispiel)'],
    ['Sprachfoerderung', 'Sprachförderung Musterworte (Beispiel)'],
    ['Erziehungsberatung Musterbruecke', 'Erziehungsberatung Musterbrücke (Beispiel)'],
    ['Hebamenpraxis', 'Hebammenpraxis Beispielnest (Beispiel)'],
    ['Jugendzentrun Beispielpunkt', 'Jugendzentrum Beispielpunkt (Beispiel)'],
    ['Familienz', 'Familienzentrum Musterhaus (Beispiel)'],
  ])('finds by "%s" first of all %s', async (typed, expected) => {
    expect((await names(typed))[0]).toBe(expected);
  });

  it('finds nothing by what is like no name, nor by marks alone', async () => {
    expect(await names('Zwergenvilla')).toEqual([]);
    expect(await names('Kita Zwergenvilla')).toEqual([]);
  });

  it('gives the first ten by name if nothing is typed, and never more', async () => {
    expect(await names('')).toHaveLength(10);
    expect((await names('Beispiel')).length).toBeLessThanOrEqual(10);
  });

  it('knows a partner by the mail domain, if it is one only', async () => {
    expect((await directory.byMailDomain('KITA-beispielblume.example'))?.name).toBe('Kita Beispielblume (Beispiel)');
    expect(await directory.byMailDomain('mail.example')).toBeUndefined();
    const facts = {
      name: 'Zweite',
      sectors: [],
      lifeStages: [],
      districts: [],
      mailDomains: ['kita-beispielblume.example'],
    };
    await opened.store.collection(partnersSpec).insert(partnerFrom('second', facts));
    expect(await directory.byMailDomain('kita-beispielblume.example')).toBeUndefined();
  });

  it('gets one by its id', async () => {
    expect((await directory.get('sample-partner-kinderarzt'))?.name).toBe('Kinderarztpraxis Dr. Muster (Beispiel)');
    expect(await directory.get('nobody')).toBeUndefined();
  });

  it('is seeded once, however often', async () => {
    expect(await seedSamplePartners(opened.store)).toEqual({ added: 0 });
    expect(await opened.store.collection(partnersSpec).count()).toBe(21);
  });
});
