/** The demo's first morning: plan, deliver with a progress bar, and tell in plain words who got what and why. */
import { VISIT_WORDS } from '../../domain/channel-words.ts'
import { explainerOf } from '../../app/installation.ts'
import type { App } from '../../app.ts'
import type { ToldExample, ToldRow } from '../../app/installation.ts'
import type { Cli } from '../cli.ts'
import { count, table } from '../terminal.ts'
import { TOLD_WORDS } from './told-words.ts'
import type { Demo } from './prepare-demo.ts'

const LOOK_EVERY_MS = 25

export async function firstMorning(cli: Cli, app: App, demo: Demo): Promise<void> {
  await app.plan()
  await deliver(cli, app, demo)
  const told = await demo.view.told()
  cli.print(`\nSáng nay ${count(sum(told, ['sent', 'delivered']))} tin đã tới điện thoại, ${count(sum(told, ['visit']))} tin phải nhờ trưởng ấp đến nhà báo vì không nhắn được.`)
  cli.print(table([['Việc', 'tới điện thoại', 'đến nhà báo tin'], ...byMessage(told).map(({ templateKey, arrived, visits }) => [TOLD_WORDS[templateKey] ?? templateKey, arrived, visits])]))
  cli.print('\nAi nhận được gì, và vì sao (mỗi loại một người):')
  const examples = await demo.view.examples()
  const explain = await explainerOf(app.ground, app.clock)
  const ids = examples.map((example) => example.noticeId)
  const [reasons, visits] = await Promise.all([explain(ids, 'why'), explain(ids, 'visit')])
  for (const example of examples) cli.print(describe(example, reasons.get(example.noticeId), visits.get(example.noticeId)))
}

/** Promotes what is due and waits until the last of it has left; progress counts what has arrived. */
export async function deliver(cli: Cli, app: App, demo: Demo, options: { silent?: boolean } = {}): Promise<void> {
  const rung = await app.promote(cli.signal)
  const progress = options.silent === true ? undefined : cli.progress('Đang gửi')
  for (;;) {
    const left = await demo.register.onTheirWay()
    progress?.update(rung - left, rung)
    if (left === 0 || cli.signal.aborted) break
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  progress?.finish(`Đã gửi ${count(rung)} tin.`)
}

const sum = (told: readonly ToldRow[], states: readonly string[]): number =>
  told.filter((row) => states.includes(row.state)).reduce((all, row) => all + row.n, 0)

function byMessage(told: readonly ToldRow[]): { templateKey: string; arrived: number; visits: number }[] {
  return [...new Set(told.map((row) => row.templateKey))].map((templateKey) => {
    const rows = told.filter((row) => row.templateKey === templateKey)
    return { templateKey, arrived: sum(rows, ['sent', 'delivered']), visits: sum(rows, ['visit']) }
  })
}

function describe({ person, village, templateKey, text, endReason }: ToldExample, why: string | undefined, visit: string | undefined): string {
  const who = `  ${person}${village === undefined ? '' : `, ${village}`} · ${TOLD_WORDS[templateKey] ?? templateKey}`
  const said = text === undefined ? `→ trưởng ấp đến nhà, vì ${VISIT_WORDS[endReason ?? ''] ?? 'không nhắn được'}: “${visit ?? ''}”` : `“${text}”`
  return `${who}\n    ${said}${why === undefined ? '' : `\n    ${why}`}`
}
