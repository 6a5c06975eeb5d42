import { catalogue } from '../../kernel/texts.js';

export const texts = catalogue({
  de: { kept: 'Solange die Einrichtung zum Netzwerk gehört' },
  einfach: { kept: 'So lange die Einrichtung mitmacht' },
  en: { kept: 'As long as the organisation belongs to the network' },
});
