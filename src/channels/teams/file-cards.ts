import type { Activity, Attachment } from 'botframework-schema';
import { cleanLine } from './escape.js';
import type { FileOffer } from './file-offers.js';
import { texts } from './texts.js';

export const consentCard = 'application/vnd.microsoft.teams.card.file.consent';
const infoCard = 'application/vnd.microsoft.teams.card.file.info';

/** Where Teams has put an accepted file, as the client says. */
export interface StoredFile {
  readonly contentUrl: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

/** Asks the person whether the file may be put into their own files. Teams shows it in personal chats only. */
export function offerActivity({ _id: offer, name, label, size, language }: FileOffer): Partial<Activity> {
  const content = {
    description: cleanLine(label),
    sizeInBytes: size,
    acceptContext: { offer, language },
    declineContext: { offer, language },
  };
  const summary = texts[language].file(cleanLine(label), cleanLine(name));
  return withCard(summary, { contentType: consentCard, name: storableName(name), content });
}

/** Takes the question's place: the file, to be opened. */
export function storedActivity({ name, label, language }: FileOffer, stored: StoredFile): Partial<Activity> {
  const { contentUrl, uniqueId, fileType } = stored;
  const content = { uniqueId, fileType };
  const summary = texts[language].file(cleanLine(label), cleanLine(name));
  return withCard(summary, { contentType: infoCard, contentUrl, name: storableName(name), content });
}

function withCard(summary: string, card: Attachment): Partial<Activity> {
  return { type: 'message', summary, attachments: [card] };
}

/** Signs that OneDrive takes in no name become hyphens. */
function storableName(name: string): string {
  return cleanLine(name).replace(/["*:<>?/\\|#%]/g, '-');
}
