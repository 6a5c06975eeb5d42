import { catalogue } from '../../kernel/texts.js';

/** The role of the coordination. */
export const rolesTexts = catalogue({
  de: {
    grantCommand: 'gibt jemandem die Aufgabe der Koordination',
    withdrawCommand: 'nimmt sie zurück',
    granted: (person: string) => `${person} gehört jetzt zur Koordination.`,
    grantedLater: (address: string) =>
      `${address} kenne ich noch nicht. Sobald sich jemand mit dieser bestätigten Adresse meldet, gehört die Person zur Koordination.`,
    grantedAlready: (person: string) => `${person} gehört schon zur Koordination.`,
    youAreCoordinator: (network: string) =>
      `Sie gehören jetzt zur Koordination von „${network}“. Tippen Sie „hilfe“, um zu sehen, was damit geht.`,
    withdrawn: (person: string) => `${person} gehört nicht mehr zur Koordination.`,
    withdrawnFromSetting: (person: string) =>
      `${person} gehört nicht mehr zur Koordination, steht aber noch in der Einstellung COORDINATORS. Bitte dort streichen lassen.`,
    notCoordinator: (person: string) => `${person} gehört nicht zur Koordination.`,
    lastCoordinator: (person: string) =>
      `${person} ist die einzige Person in der Koordination; es wurde nichts geändert. Geben Sie die Aufgabe zuerst weiter: „koordination dazu PERSON“.`,
    coordinatorNoMore: 'Sie gehören seit eben nicht mehr zur Koordination. Es wurde nichts geändert.',
    auditGranted: 'Koordination gegeben',
    auditWithdrawn: 'Koordination genommen',
    grantSure: (person: string) =>
      `Gemeint ist: ${person}. Wer zur Koordination gehört, darf hier alles verwalten. Ist das die richtige Person?`,
    grantSureNote: 'Es wurde noch nichts geändert. Tippen geht auch: „koordination dazu PERSON ja“.',
    grantYes: 'Ja, diese Person',
    youAreNoCoordinator: (network: string) =>
      `Sie gehören nicht mehr zur Koordination von „${network}“. Falls das ein Irrtum ist, fragen Sie bitte dort nach.`,
    whom: (command: string) => `Wen meinen Sie? Schreiben Sie zum Beispiel „${command} Erika Muster“.`,
    help: 'Hilfe',
  },
  einfach: {
    grantCommand: 'gibt jemandem die Aufgabe Koordination',
    withdrawCommand: 'nimmt jemandem die Aufgabe weg',
    granted: (person: string) => `${person} gehört jetzt zur Koordination.`,
    grantedLater: (address: string) =>
      `${address} kenne ich noch nicht. Meldet sich jemand mit dieser Adresse? Dann gehört die Person zur Koordination.`,
    grantedAlready: (person: string) => `${person} gehört schon zur Koordination.`,
    youAreCoordinator: (network: string) =>
      `Sie gehören jetzt zur Koordination von „${network}“. Schreiben Sie „hilfe“. Dann sehen Sie, was Sie tun können.`,
    withdrawn: (person: string) => `${person} gehört nicht mehr zur Koordination.`,
    withdrawnFromSetting: (person: string) =>
      `${person} gehört nicht mehr zur Koordination. Aber der Name steht noch in der Einstellung COORDINATORS. Lassen Sie ihn dort bitte löschen.`,
    notCoordinator: (person: string) => `${person} gehört nicht zur Koordination.`,
    lastCoordinator: (person: string) =>
      `Nur ${person} macht die Koordination. Darum habe ich nichts geändert. Geben Sie die Aufgabe zuerst weiter. Schreiben Sie: „koordination dazu“ und den Namen.`,
    coordinatorNoMore: 'Sie gehören nicht mehr zur Koordination. Ich habe nichts geändert.',
    auditGranted: 'Koordination gegeben',
    auditWithdrawn: 'Koordination genommen',
    grantSure: (person: string) =>
      `Diese Person passt: ${person}. Die Koordination darf hier alles ändern. Ist es die richtige Person?`,
    grantSureNote: 'Ich habe noch nichts geändert. Sie können auch schreiben: „koordination dazu“, den Namen und „ja“.',
    grantYes: 'Ja, diese Person',
    youAreNoCoordinator: (network: string) =>
      `Sie gehören nicht mehr zur Koordination von „${network}“. Ist das falsch? Dann fragen Sie bitte dort.`,
    whom: (command: string) => `Wen meinen Sie? Schreiben Sie zum Beispiel „${command} Erika Muster“.`,
    help: 'Hilfe',
  },
  en: {
    grantCommand: 'gives somebody the task of coordination',
    withdrawCommand: 'takes it back',
    granted: (person: string) => `${person} now belongs to the coordination office.`,
    grantedLater: (address: string) =>
      `I do not know ${address} yet. As soon as somebody with this confirmed address writes, they belong to the coordination office.`,
    grantedAlready: (person: string) => `${person} already belongs to the coordination office.`,
    youAreCoordinator: (network: string) =>
      `You now belong to the coordination office of “${network}”. Type “hilfe” to see what that allows.`,
    withdrawn: (person: string) => `${person} no longer belongs to the coordination office.`,
    withdrawnFromSetting: (person: string) =>
      `${person} no longer belongs to the coordination office, but still stands in the setting COORDINATORS. Please have it removed there.`,
    notCoordinator: (person: string) => `${person} does not belong to the coordination office.`,
    lastCoordinator: (person: string) =>
      `${person} is the only coordinator; nothing was changed. Hand the task over first: “koordination dazu PERSON”.`,
    coordinatorNoMore: 'You have just ceased to belong to the coordination office. Nothing was changed.',
    auditGranted: 'Coordination given',
    auditWithdrawn: 'Coordination taken',
    grantSure: (person: string) =>
      `This is who fits: ${person}. The coordination office may administer everything here. Is it the right person?`,
    grantSureNote: 'Nothing has been changed yet. You can also type “koordination dazu PERSON ja”.',
    grantYes: 'Yes, this person',
    youAreNoCoordinator: (network: string) =>
      `You no longer belong to the coordination office of “${network}”. If that is a mistake, please ask there.`,
    whom: (command: string) => `Whom do you mean? Write “${command} Erika Muster”, for example.`,
    help: 'Help',
  },
});
