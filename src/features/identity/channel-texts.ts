import { catalogue } from '../../kernel/texts.js';

/** Where a person wants to be reached. */
export const channelTexts = catalogue({
  de: {
    command: 'wo ich Ihnen schreibe: Slack, Teams oder Mail',
    question: (now: string) => `Wo soll ich Ihnen schreiben? Zurzeit: ${now}.`,
    nowhere: 'nirgends',
    only: (now: string) =>
      `Ich schreibe Ihnen hier: ${now}. Einen anderen Weg kenne ich nicht. Schreiben Sie mir dort einmal, und tippen Sie dann „verbinden“.`,
    done: (channel: string) => `Ich schreibe Ihnen ab jetzt über ${channel}. Fragen können Sie mich weiterhin überall.`,
    notThere: (channel: string) =>
      `In ${channel} kenne ich Sie noch nicht; es wurde nichts geändert. Schreiben Sie mir dort einmal, und tippen Sie dann „verbinden“.`,
    noMail: 'E-Mail ist hier nicht eingerichtet; es wurde nichts geändert.',
    noAddress: 'Ich kenne keine E-Mail-Adresse von Ihnen; es wurde nichts geändert. Fragen Sie die Koordination.',
    choose: 'Kanal wählen',
  },
  einfach: {
    command: 'wo ich Ihnen schreibe: Slack, Teams oder Mail',
    question: (now: string) => `Wo soll ich Ihnen schreiben? Jetzt schreibe ich hier: ${now}.`,
    nowhere: 'nirgends',
    only: (now: string) =>
      `Ich schreibe Ihnen hier: ${now}. Sonst kenne ich keinen Weg. Schreiben Sie mir in Slack oder Teams. Und dann das Wort „verbinden“.`,
    done: (channel: string) => `Ich schreibe Ihnen jetzt hier: ${channel}. Fragen können Sie mich überall.`,
    notThere: (channel: string) =>
      `In ${channel} kenne ich Sie noch nicht. Ich habe nichts geändert. Schreiben Sie mir dort. Und dann das Wort „verbinden“.`,
    noMail: 'E-Mail geht hier nicht. Ich habe nichts geändert.',
    noAddress: 'Ich kenne Ihre E-Mail-Adresse nicht. Ich habe nichts geändert. Fragen Sie bitte die Koordination.',
    choose: 'Kanal wählen',
  },
  en: {
    command: 'where I write to you: Slack, Teams or mail',
    question: (now: string) => `Where shall I write to you? At present: ${now}.`,
    nowhere: 'nowhere',
    only: (now: string) =>
      `I write to you here: ${now}. I know no other way. Write to me there once, and then type “verbinden”.`,
    done: (channel: string) => `From now on I write to you by ${channel}. You can still ask me anywhere.`,
    notThere: (channel: string) =>
      `I do not know you in ${channel} yet; nothing was changed. Write to me there once, and then type “verbinden”.`,
    noMail: 'E-mail is not set up here; nothing was changed.',
    noAddress: 'I do not know an e-mail address of yours; nothing was changed. Ask the coordination office.',
    choose: 'Choose a channel',
  },
});
