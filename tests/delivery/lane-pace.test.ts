/** How fast a lane goes, and how many notices one bell may ring for. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_BUNDLE, lanePace, sendJob } from '../../src/delivery/delivery-job.ts'

describe('the pace of a lane', () => {
  test.each([
    { what: 'an officer’s phone, six texts a minute', perSecond: 0.1, bulk: { bundle: 1, rate: { max: 4, perMs: 60_000 } }, reply: { bundle: 1, rate: { max: 6, perMs: 60_000 } } },
    { what: 'a messenger with thirty a second', perSecond: 30, bulk: { bundle: 3, rate: { max: 8, perMs: 1_000 } }, reply: { bundle: 1, rate: { max: 30, perMs: 1_000 } } },
    { what: 'our own mailbox', perSecond: 1_000, bulk: { bundle: 16, rate: { max: 50, perMs: 1_000 } }, reply: { bundle: 1, rate: { max: 1_000, perMs: 1_000 } } },
  ])('$what', ({ perSecond, bulk, reply }) => {
    expect({ bulk: lanePace({ perSecond }, 'bulk'), reply: lanePace({ perSecond }, 'reply') }).toEqual({ bulk, reply })
  })

  test('bulk never takes more than four fifths of the channel, and a bell never more than it may carry', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 50_000, noNaN: true }), (perSecond) => {
        const { bundle, rate } = lanePace({ perSecond }, 'bulk')
        expect(bundle).toBeLessThanOrEqual(MAX_BUNDLE)
        // Less than one in its time cannot be counted: then it is one.
        expect(bundle * rate.max).toBeLessThanOrEqual(Math.max(1, (perSecond * 0.8 * rate.perMs) / 1_000) + 1e-6)
      }),
    )
  })
})

test('bells for other notices, or for another queueing, have other names', () => {
  const { key } = sendJob('sms', 'bulk')
  const names = [
    { noticeIds: '12', round: '1' }, { noticeIds: '12', round: '2' }, { noticeIds: '12,13', round: '1' }, { noticeIds: '12,14,13', round: '1' }, { noticeIds: '12,14', round: '1' },
  ].map(key)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => /:|^\d+$/.test(name))).toEqual([])
})
