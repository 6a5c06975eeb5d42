import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import type { PaneOnPage } from '../channels/playground/open-page.js';
import { playgroundProgram } from '../support/playground-program.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const { open, address, coordinator, colleague } = playgroundProgram({ SMALLEST_GROUP: '3' });
const colleagues = () =>
  [colleague(), open().pane('Deniz Exempel (Beispiel)'), open().pane('Esra Schablone (Beispiel)')] as const;

async function answersTapByTap(pane: PaneOnPage, first: string, second: string): Promise<void> {
  await pane.sees(/Frage 1 von 2/);
  await pane.button(first).click();
  await pane.sees(/Frage 2 von 2/);
  await pane.button(second).click();
  await pane.sees(/Abgesendet wird erst mit/);
  await pane.button('Absenden').click();
  await pane.sees(/^Danke! Ihre Antworten auf/);
}

test('the coordinator sets up a survey, sees how it will look, and starts it', async () => {
  await open().page.getByRole('button', { name: 'Noch eine Person' }).click();
  await open().page.getByRole('button', { name: 'Noch eine Person' }).click();
  for (const each of colleagues()) {
    await each.say('hallo');
    await each.sees(/Assistent des Netzwerks/);
  }
  await coordinator().say('umfrage neu kurz');
  await coordinator().sees(/Umfrage Nr. 1 \(Entwurf\)/);
  await coordinator().button('Vorschau').click();
  await coordinator().sees('So sieht man Nr. 1');
  await coordinator().button('Zurück').click();
  await coordinator().sees(/Umfrage Nr. 1 \(Entwurf\)/);
  await coordinator().say('starten 1 jetzt');
  await coordinator().sees(/Die Umfrage läuft/);
  for (const each of colleagues()) await each.sees(/^Die Koordination sieht nicht, wer was geantwortet hat/);
});

test('two people answer tap by tap, and a third one types, each on the card that is there', async () => {
  const [carla, deniz, esra] = colleagues();
  await answersTapByTap(carla, 'überwiegend', 'teils');
  await answersTapByTap(deniz, 'gelingt gut', 'kann ich nicht beurteilen');
  await esra.say('umfrage');
  await esra.sees(/Frage 1 von 2/);
  await esra.say('antwort überwiegend');
  await esra.sees(/Frage 2 von 2/);
  await esra.say('antwort eher nicht');
  await esra.button('Antwort schreiben').click();
  await esra.dialog.getByRole('textbox').fill('Mehr <b>Zeit</b> füreinander');
  await esra.dialog.getByRole('button', { name: 'Übernehmen' }).click();
  await esra.sees('Mehr <b>Zeit</b> füreinander');
  await esra.say('absenden');
  await esra.sees(/^Danke! Ihre Antworten auf/);
});

test('the coordinator sees how many have answered, and nothing of what they said', async () => {
  await coordinator().say('ergebnis 1');
  await coordinator().sees(/^Ergebnisse gibt es nach dem Ende am/);
  await coordinator().sees(/3 von 4 \(75 %\)/);
  await coordinator().say('meine daten');
  const said = (await coordinator().bodies()).join('\n');
  for (const answer of ['füreinander', 'Esra', 'Carla']) expect(said).not.toContain(answer);
});

test('after the end both sides see the result as a picture and in words', async () => {
  const [carla] = colleagues();
  await coordinator().say('beenden 1');
  await coordinator().sees(/\(beendet\)/);
  for (const each of [coordinator(), carla]) {
    await each.say('ergebnis 1');
    await each.sees(/2 überwiegend, 1 gelingt gut/);
    await each.log
      .getByRole('img', { name: /Ziel 7|Ziel \d/ })
      .last()
      .waitFor();
  }
});

test('the page behind the link has a table beside every picture, and axe finds nothing wrong with it', async () => {
  const link = coordinator()
    .log.getByRole('link', { name: /Ganzes Ergebnis/ })
    .last();
  const page = await open().context.newPage();
  await page.goto(new URL((await link.getAttribute('href')) ?? '', address()).href);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Ergebnis: Kurz gefragt');
  expect(
    await page
      .getByRole('table', { name: /^Antworten im Einzelnen/ })
      .first()
      .textContent(),
  ).toContain('2');
  expect(await page.locator('main').textContent()).toContain('Mehr <b>Zeit</b> füreinander');
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.close();
});
