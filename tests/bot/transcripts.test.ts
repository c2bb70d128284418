/** Conversations that an officer can read, through the real step function on a real database, the same on every channel. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelName } from '../../src/domain/notice-state.ts'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'
import { playTranscript } from '../support/play-transcript.ts'
import { parseTranscript } from '../support/transcript.ts'

const FOLDER = new URL('transcripts/', import.meta.url)
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.txt')).map((name) => name.slice(0, -4)).sort()

const database = await testDatabase()
const withButtons = (name: ChannelName): HandHeldChannel => Object.assign(handHeld(name), { limits: { maxChars: 2_000, perSecond: 10_000, buttons: name === 'sms' ? 0 : 8 } })
const channels = (['webchat', 'telegram', 'zalo', 'sms'] as const).map(withButtons)
const sms = channels.at(-1) as HandHeldChannel
let pipeline: Pipeline
beforeAll(async () => {
  await trainOnce()
  pipeline = await startPipeline(database, channels, { at: '2026-11-23T09:00:00+07:00', roles: ['worker', 'bot'], env: { LOA_DATA: MODELS } })
})
afterAll(() => pipeline.stop())

test('there are conversations to play', () => {
  expect(names.length).toBeGreaterThan(0)
})

let run = 0
test.each(names)('%s', async (name) => {
  const lines = parseTranscript(readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8'))
  expect(lines.some(({ kind }) => kind === 'Loa')).toBe(true)
  pipeline.clock.set(new Date('2026-11-23T09:00:00+07:00'))
  const stages = channels.map((channel) => ({ pipeline, channel, sms, run: (run += 1) }))
  for (const stage of stages) await playTranscript(lines, stage)
})
