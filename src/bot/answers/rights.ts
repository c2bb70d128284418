/** Who may ask for what, with which papers, how a dossier stands, and what a citizen reports. */
import { LIFE_EVENTS } from '../../domain/policy/life-events.ts'
import type { LifeEventKey } from '../../domain/policy/life-events.ts'
import { APPLICATION_RULES } from '../../domain/policy/applications.ts'
import type { ApplicationPurpose } from '../../domain/policy/applications.ts'
import { ruleOn } from '../../domain/policy/dated.ts'
import type { Answer, Asked } from '../conversation.ts'
import { handOver, plainly, todayOf, withOfficer } from './about.ts'

/** The criteria of the poverty review of 2026 are not settled: an officer answers. */
const POVERTY_WORDS = /ho (?:ngheo|can ngheo)|can ngheo|thoat ngheo|xet ngheo|so ngheo|chuan ngheo/
const FUNERAL_WORDS = /mai tang|ma chay|tang le|chon cat|qua doi|moi mat|da mat/
const CARER_WORDS = /nuoi duong|cham soc|nhan nuoi/
const DEATH_WORDS = /(?<![a-z])(?:qua doi|tu tran|chet|mat hom|mat roi|moi mat|da mat|vua mat|mat hoi|mat ngay|mat thang|mat tuan|mat luc|mat sang|mat dem|mat toi|bao tu|khong qua khoi)(?![a-z])/

export function eligibility(asked: Asked): Answer {
  if (POVERTY_WORDS.test(asked.words)) return handOver('unsure-rule', asked.person)
  return withOfficer(plainly('answer-eligibility', { pension_age: `${ageOf('birthday-75')} tuổi`, poor_pension_age: `${ageOf('birthday-70')} tuổi` }))
}

export function applicationStatus(asked: Asked): Answer {
  return handOver('dossier', asked.person, 'answer-status', { decision_days: `${ruleFor('assistance', asked).decisionDays} ngày làm việc` })
}

export function requiredDocuments(asked: Asked): Answer {
  const purpose: ApplicationPurpose = FUNERAL_WORDS.test(asked.words) ? 'funeral' : CARER_WORDS.test(asked.words) ? 'carer' : 'assistance'
  const { formNo } = ruleFor(purpose, asked)
  return withOfficer(plainly('answer-documents', { form_no: formNo, for_funeral: purpose === 'funeral', for_carer: purpose === 'carer' }))
}

/** A telephone, a card and a paper are lost with the same word. */
const LOST_THING = /(?<![a-z])(?:dien thoai|dt|sim|so|the|giay|giay to|vi|tui|xe)(?: [a-z]+){0,3} (?:mat roi|da mat|vua mat|moi mat)|(?:mat roi|da mat|vua mat|moi mat|lam mat|bi mat) (?:cai |chiec |cuon )?(?:dien thoai|dt|sim|so|the|giay|vi|tui|xe)(?![a-z])/

/** A death, a move, another account: noted for an officer, and nothing stops by itself. */
export function stopOrChange(asked: Asked): Answer {
  if (!DEATH_WORDS.test(asked.words) || LOST_THING.test(asked.words)) return handOver('change', asked.person, 'answer-change-noted')
  const answer = handOver('death', asked.person, 'answer-condolence')
  return asked.person === undefined ? answer : { ...answer, actions: [...(answer.actions ?? []), { kind: 'report-death', personId: asked.person.id }] }
}

const ruleFor = (purpose: ApplicationPurpose, asked: Asked) =>
  ruleOn('applications', APPLICATION_RULES.filter((rule) => rule.purpose === purpose), todayOf(asked))

function ageOf(key: LifeEventKey): number {
  const event = LIFE_EVENTS.find((one) => one.key === key)
  if (event === undefined) throw new RangeError(`no life event ${key}`)
  return event.age
}
