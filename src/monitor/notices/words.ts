import type { Language } from './settings.ts'
import type { Trouble } from '../certificates/trouble.ts'
import type { Notice, NoticeCertificate } from './notice.ts'

type Told = Notice['kind']

/** The sentences of notices. */
export interface Words {
  /** What stands after the name of the subject in a title; `n` testcases are told of. */
  readonly title: (kind: Told, n: number) => string
  /** What happened, and what to do. */
  readonly what: Readonly<Record<Told, string>>
  readonly todo: Readonly<Record<Told, string>>
  readonly about: Readonly<Record<'recovery' | 'other', Readonly<Record<'credentials' | 'silence', string>>>>
  readonly certificate: {
    readonly what: Readonly<Record<NoticeCertificate['what'], string>>
    readonly trouble: Readonly<Record<Trouble['kind'], string>>
  }
  readonly subject: string
  readonly scope: string
  readonly since: string
  readonly expires: string
  readonly versions: Readonly<Record<'lost' | 'won', string>>
  readonly more: (n: number) => string
  readonly allWell: string
  readonly noResult: string
  readonly why: string
}

const en: Words = {
  title: (kind, n) =>
    ({
      start: 'notices begin',
      regression: n > 0 ? `${n} testcase${n === 1 ? ' does' : 's do'} not pass` : 'no longer passed',
      recovery: n > 0 ? `${n} testcase${n === 1 ? ' passes' : 's pass'} again` : 'well again',
      flapping: 'comes and goes',
      expiry: `${n} result${n === 1 ? ' is' : 's are'} about to expire`,
      certificate: `about ${n === 1 ? 'a certificate' : `${n} certificates`}`,
      credentials: 'the credentials are refused',
      silence: 'no report in time',
      test: 'a test notice',
    })[kind],
  what: {
    start: 'From now on you are told what changes. This is how things stand:',
    regression: 'These testcases do not pass:',
    recovery: 'These testcases pass again:',
    flapping: 'These testcases pass at times and at times not. You hear of them again when they have settled:',
    expiry: 'These results are about to expire, and count as missing then:',
    certificate: 'These certificates expire soon, or what is known of their conditions has changed:',
    credentials: 'The subject refuses whoever tests it. These testcases could not be decided:',
    silence: 'The monitor has got no report in the time in which one was expected.',
    test: 'This is a test: whoever runs the monitor has asked for it. Notices about this subject reach you.',
  },
  todo: {
    start: 'Nothing is to be done if this is what you expect.',
    regression: 'See in the report what was found, mend it, and let the tests run again.',
    recovery: 'Nothing is to be done.',
    flapping: 'See what differs between the reports: a service behind a balancer, a quota, the time of day.',
    expiry: 'Let these tests run again before that, or attest anew what only a person can tell.',
    certificate: 'See on its page what is not met. In its last 30 days the assessment body can renew it.',
    credentials: 'Renew the credentials of the tests, or give back their rights, and let the tests run again.',
    silence: 'See whether the tests still run, and whether their reports are submitted.',
    test: 'Nothing is to be done.',
  },
  about: {
    recovery: {
      credentials: 'The credentials of the tests are taken again.',
      silence: 'Reports come in again.',
    },
    other: {
      credentials: 'The credentials of the tests are refused, or were at times.',
      silence: 'No report came in the time in which one was expected.',
    },
  },
  certificate: {
    what: {
      'expires soon': 'the certificate expires soon',
      'conditions not met': 'conditions of the certificate are not met',
      'conditions met': 'all conditions of the certificate are met again',
    },
    trouble: {
      failed: 'FAIL',
      undecided: 'DNF',
      expired: 'its last result has expired',
      'never tried': 'there is no result',
      'not approved': 'its PASS is not approved',
      silence: 'no report',
      prerequisite: 'no certificate of the level below is in force',
    },
  },
  subject: 'Subject',
  scope: 'Scope',
  since: 'since',
  expires: 'expires',
  versions: { lost: 'Versions that are not passed', won: 'Versions that are passed again' },
  more: (n) => `… and ${n} more`,
  allWell: 'Nothing is known that would not pass.',
  noResult: 'No result is known that would count.',
  why: 'You are told because you are a contact of this subject. Whoever runs the monitor can change that.',
}

const de: Words = {
  title: (kind, n) =>
    ({
      start: 'Benachrichtigungen beginnen',
      regression: n > 0 ? `${n} Testfälle bestehen nicht` : 'nicht mehr bestanden',
      recovery: n > 0 ? `${n} Testfälle bestehen wieder` : 'wieder in Ordnung',
      flapping: 'kommt und geht',
      expiry: `${n} Ergebnisse laufen bald ab`,
      certificate: n === 1 ? 'zu einem Zertifikat' : `zu ${n} Zertifikaten`,
      credentials: 'die Zugangsdaten werden abgelehnt',
      silence: 'kein Bericht zur erwarteten Zeit',
      test: 'eine Probe',
    })[kind],
  what: {
    start: 'Von nun an wird mitgeteilt, was sich ändert. So ist der Stand:',
    regression: 'Diese Testfälle bestehen nicht:',
    recovery: 'Diese Testfälle bestehen wieder:',
    flapping: 'Diese Testfälle bestehen manchmal und manchmal nicht. Mehr dazu erst, wenn es sich geklärt hat:',
    expiry: 'Diese Ergebnisse laufen bald ab und zählen dann als fehlend:',
    certificate: 'Diese Zertifikate laufen bald ab, oder an ihren Bedingungen hat sich etwas geändert:',
    credentials: 'Wer testet, wird abgelehnt. Diese Testfälle konnten nicht entschieden werden:',
    silence: 'In der Zeit, in der ein Bericht erwartet war, ist keiner eingegangen.',
    test: 'Dies ist eine Probe, um die der Betreiber des Monitors gebeten hat. Benachrichtigungen kommen an.',
  },
  todo: {
    start: 'Es ist nichts zu tun, wenn der Stand so erwartet ist.',
    regression: 'Im Bericht steht, was gefunden wurde: beheben und die Tests noch einmal laufen lassen.',
    recovery: 'Es ist nichts zu tun.',
    flapping:
      'Worin unterscheiden sich die Berichte: ein Dienst hinter einem Verteiler, ein Kontingent, die Tageszeit?',
    expiry: 'Diese Tests vorher noch einmal laufen lassen, oder neu bestätigen, was nur ein Mensch sagen kann.',
    certificate:
      'Auf seiner Seite steht, was nicht erfüllt ist. In den letzten 30 Tagen kann die Prüfstelle es erneuern.',
    credentials: 'Die Zugangsdaten der Tests erneuern oder ihre Rechte zurückgeben und die Tests laufen lassen.',
    silence: 'Laufen die Tests noch, und werden ihre Berichte eingereicht?',
    test: 'Es ist nichts zu tun.',
  },
  about: {
    recovery: {
      credentials: 'Die Zugangsdaten der Tests werden wieder angenommen.',
      silence: 'Es gehen wieder Berichte ein.',
    },
    other: {
      credentials: 'Die Zugangsdaten der Tests werden abgelehnt, oder wurden es zeitweise.',
      silence: 'In der Zeit, in der ein Bericht erwartet war, kam keiner.',
    },
  },
  certificate: {
    what: {
      'expires soon': 'das Zertifikat läuft bald ab',
      'conditions not met': 'Bedingungen des Zertifikats sind nicht erfüllt',
      'conditions met': 'alle Bedingungen des Zertifikats sind wieder erfüllt',
    },
    trouble: {
      failed: 'FAIL',
      undecided: 'DNF',
      expired: 'das letzte Ergebnis ist abgelaufen',
      'never tried': 'es gibt kein Ergebnis',
      'not approved': 'das PASS ist nicht anerkannt',
      silence: 'kein Bericht',
      prerequisite: 'kein Zertifikat der Stufe darunter ist in Kraft',
    },
  },
  subject: 'Subjekt',
  scope: 'Geltungsbereich',
  since: 'seit',
  expires: 'läuft ab',
  versions: { lost: 'Nicht bestandene Versionen', won: 'Wieder bestandene Versionen' },
  more: (n) => `… und ${n} weitere`,
  allWell: 'Es ist nichts bekannt, was nicht bestünde.',
  noResult: 'Es ist kein Ergebnis bekannt, das zählte.',
  why: 'Diese Nachricht geht an die Ansprechpartner des Subjekts. Der Betreiber des Monitors kann das ändern.',
}

export const words = { en, de } as const satisfies Record<Language, Words>
