import { createHash } from 'node:crypto'
import { pageOf } from '../certificates/certificate.ts'
import type { Notice, NoticeCertificate, NoticePart, NoticeTestcase } from './notice.ts'
import type { Language } from './settings.ts'
import { words, type Words } from './words.ts'

/** A notice as it goes to one contact. */
export interface Message {
  /** The same each time that it is sent. */
  readonly id: string
  readonly createdAt: Date
  /** One line. */
  readonly title: string
  /** Plain text. */
  readonly text: string
  readonly notice: Notice
  /** Page of the subject; absent where the monitor does not know its own address. */
  readonly link?: string
}

const mostTestcases = 40

/** Writes a notice. What comes from reports is shown as text that begins no line and steers nothing. Pure. */
export function messageOf(
  key: string,
  contact: string,
  notice: Notice,
  {
    createdAt,
    language,
    publicUrl,
  }: { readonly createdAt: Date; readonly language: Language; readonly publicUrl?: string | undefined },
): Message {
  const say = words[language]
  const { kind, subject, parts, about, certificates = [] } = notice
  const count = certificates.length + parts.reduce((sum, { testcases }) => sum + testcases.length, 0)
  const name = plain(subject, 100)
  const link = publicUrl === undefined ? undefined : subjectPage(publicUrl, subject)
  const isListed = count > 0 || kind === 'start' || kind === 'test' || kind === 'silence'
  const lines = [
    ...(isListed ? [say.what[kind]] : []),
    ...(kind === 'silence' ? [] : about.map((one) => say.about[kind === 'recovery' ? 'recovery' : 'other'][one])),
    ...(kind === 'start' && parts.length === 0 ? [say.noResult] : []),
    ...parts.flatMap((part) => ['', ...partLines(part, kind, say)]),
    ...certificates.flatMap((one) => ['', ...certificateLines(one, say, publicUrl)]),
    '',
    `${say.subject}: ${name}`,
    ...(count > 0 || kind === 'start' || kind === 'test' ? [] : [`${say.since}: ${moment(notice.since)}`]),
    '',
    say.todo[kind],
    ...(link === undefined ? [] : ['', link]),
    '',
    say.why,
  ]
  return {
    id: createHash('sha256').update(`${key} ${contact}`).digest('hex').slice(0, 32),
    createdAt,
    title: `[SCS] ${name}: ${say.title(kind, count)}`,
    text: `${lines.join('\n')}\n`,
    notice,
    ...(link === undefined ? {} : { link }),
  }
}

/** Where the monitor shows a subject. */
export function subjectPage(publicUrl: string, subject: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/board/subjects/${encodeURIComponent(subject)}`
}

function partLines({ scope, testcases, versions }: NoticePart, kind: Notice['kind'], say: Words): readonly string[] {
  const shown = testcases.slice(0, mostTestcases)
  const rest = testcases.length - shown.length
  return [
    `${say.scope}: ${plain(scope.name, 100)}`,
    ...(kind === 'start' && testcases.length + versions.length === 0 ? [`  ${say.allWell}`] : []),
    ...shown.map((one) => `  ${testcaseLine(one, kind, say)}`),
    ...(rest > 0 ? [`  ${say.more(rest)}`] : []),
    ...(versions.length > 0
      ? [`${say.versions[kind === 'recovery' ? 'won' : 'lost']}: ${versions.map((one) => plain(one, 40)).join(', ')}`]
      : []),
  ]
}

function certificateLines(
  { id, scope, version, validUntil, what, conditions }: NoticeCertificate,
  say: Words,
  publicUrl: string | undefined,
): readonly string[] {
  const rest = conditions.length - mostTestcases
  return [
    `${plain(scope.name, 100)} ${plain(version, 40)}: ${say.certificate.what[what]}`,
    `  ${say.expires} ${moment(validUntil)}`,
    ...conditions.slice(0, mostTestcases).map(({ kind, testcase, at }) => {
      const which = testcase === undefined ? '' : `${plain(testcase, 100)}  `
      return `  ${which}${say.certificate.trouble[kind]}${at === undefined ? '' : `, ${say.since} ${moment(at)}`}`
    }),
    ...(rest > 0 ? [`  ${say.more(rest)}`] : []),
    `  ${publicUrl === undefined ? id : pageOf(publicUrl, id)}`,
  ]
}

function testcaseLine({ id, verdict, at }: NoticeTestcase, kind: Notice['kind'], say: Words): string {
  const when = at === undefined ? '' : `, ${kind === 'expiry' ? say.expires : say.since} ${moment(at)}`
  return `${plain(id, 100)}  ${verdict}${when}`
}

/** `2026-11-24 03:00 UTC` */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

function plain(text: string, longest: number): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}')
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean
}
