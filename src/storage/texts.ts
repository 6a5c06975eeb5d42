import { catalogue } from '../kernel/texts.js';

export const texts = catalogue({
  de: {
    staleList: 'Diese Liste ist nicht mehr aktuell. Bitte rufen Sie sie neu auf.',
    folderTaken: (folder: string, process: string) =>
      `Der Ordner ${folder} gehört schon einem laufenden Dorfbote (Prozess ${process}). ` +
      'Beenden Sie diesen zuerst, oder geben Sie mit DATA_DIR einen anderen Ordner an.',
    folderUnusable: (folder: string, code: string) =>
      `DATA_DIR: In den Ordner ${folder} kann Dorfbote nicht schreiben (${code}). ` +
      'Nennen Sie einen Ordner, der ihm gehört.',
  },
  einfach: {
    staleList: 'Die Liste ist alt. Bitte rufen Sie die Liste noch einmal auf.',
    folderTaken: (folder: string, process: string) =>
      `Dorfbote läuft schon. Er benutzt den Ordner ${folder} (Prozess ${process}). ` +
      'Beenden Sie ihn zuerst. Oder wählen Sie mit DATA_DIR einen anderen Ordner.',
    folderUnusable: (folder: string, code: string) =>
      `DATA_DIR: Dorfbote kann in den Ordner ${folder} nicht schreiben (${code}). Wählen Sie einen anderen Ordner.`,
  },
  en: {
    staleList: 'This list is out of date. Please call it up again.',
    folderTaken: (folder: string, process: string) =>
      `The folder ${folder} already belongs to a running Dorfbote (process ${process}). ` +
      'Stop that one first, or name another folder with DATA_DIR.',
    folderUnusable: (folder: string, code: string) =>
      `DATA_DIR: Dorfbote cannot write to the folder ${folder} (${code}). Name a folder that it owns.`,
  },
});
