import { catalogue } from '../../../kernel/texts.js';

export const successionTexts = catalogue({
  de: { invitation: (line: string) => `Einladung: ${line}` },
  einfach: { invitation: (line: string) => `Einladung: ${line}` },
  en: { invitation: (line: string) => `Invitation: ${line}` },
});
